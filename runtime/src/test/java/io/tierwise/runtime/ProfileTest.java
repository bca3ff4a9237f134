package io.tierwise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProfileTest {

    @Test
    void of_tinyModel_namesItsNodesAndAddsUpToTheTotal() {
        byte[] model = TinyModel.doubledRelu(DataType.FLOAT, 64, 1024);

        Profile profile = Profile.of(
                model, Map.of("x", Tensor.ofFloats(new float[64 * 1024], 64, 1024)), SessionSettings.exact(), 5);

        assertThat(profile.nodes()).extracting(Profile.NodeTime::name).containsExactly("double", "clip");
        assertThat(profile.nodes()).extracting(Profile.NodeTime::operator).containsExactly("Add", "Relu");
        long sum = profile.nodes().stream().mapToLong(Profile.NodeTime::nanos).sum();
        assertThat(Math.abs(sum - profile.totalNanos()))
                .isLessThanOrEqualTo(profile.nodes().size());
    }

    @Test
    void of_enoughTimeSpent_endsLongBeforeTheRunsAsked() {
        byte[] model = TinyModel.doubledRelu(DataType.FLOAT, 64, 1024);
        Profile.Pace endless = new Profile.Pace(Integer.MAX_VALUE, Duration.ZERO, Duration.ofNanos(1));

        Profile profile = Profile.of(
                model, Map.of("x", Tensor.ofFloats(new float[64 * 1024], 64, 1024)), SessionSettings.exact(), endless);

        assertThat(profile.nanosOf("double"))
                .hasValueSatisfying(nanos -> assertThat(nanos).isPositive());
    }

    @Test
    void scaled_warmUpRunsInTheTrace_areLeftOut() {
        List<ProfileTrace.Event> events = new ArrayList<>();
        for (long nanos : new long[] {90_000, 10_000, 12_000, 11_000}) {
            events.add(new ProfileTrace.Event("conv", "Conv", nanos));
            events.add(new ProfileTrace.Event("relu", "Relu", nanos / 10));
        }

        Profile profile = Profile.scaled(events, 3, 24_200);

        assertThat(profile.nanosOf("conv")).contains(22_000L);
        assertThat(profile.nanosOf("relu")).contains(2_200L);
        assertThat(profile.nanosOf("gone")).isEmpty();
    }

    @Test
    void parse_eventsOfAllKinds_keepsKernels() {
        String trace = """
                [
                {"cat" : "Session","pid" :1,"dur" :5,"ts" :1,"ph" : "X","name" :"model_loading","args" : {}},
                {"cat" : "Node","dur" :7,"ts" :3,"ph" : "X","name" :"a\\"b\\u0041_kernel_time",
                 "args" : {"op_name" : "Conv","output_type_shape" : [{"float":[1,-3e2]}],"odd":[true,null]}},
                {"cat" : "Node","dur" :1,"ts" :4,"ph" : "X","name" :"a_fence_after","args" : {"op_name" : "Conv"}}
                ]
                """;

        assertThat(ProfileTrace.parse(trace)).containsExactly(new ProfileTrace.Event("a\"bA", "Conv", 7000));
    }

    @Test
    void parse_brokenTrace_alwaysEndsWithAnOffset() {
        String trace = "[{\"cat\":\"Node\",\"name\":\"x_kernel_time\",\"dur\":3,\"args\":{\"op_name\":\"Add\"}}]";
        for (int length = 0; length < trace.length(); length++) {
            String cut = trace.substring(0, length);
            assertThatThrownBy(() -> ProfileTrace.parse(cut), cut).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ProfileTrace.parse("[".repeat(100_000))).hasMessageContaining("levels");
    }

    @Test
    void parse_randomBytes_neverHangs() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder("[");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append("[]{}\",:\\u0 1a".charAt(random.nextInt(13)));
            }
            try {
                assertThat(ProfileTrace.parse(text.toString()))
                        .as("seed %d", seed)
                        .isEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotNull();
            }
        }
    }
}
