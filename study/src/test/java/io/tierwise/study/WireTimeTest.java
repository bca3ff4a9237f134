package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.ElementType;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import io.tierwise.operators.Uncut;
import io.tierwise.runtime.TensorSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WireTimeTest {
    private static final long LINK = 1_000_000;
    private static final long INPUT = 500;
    private static final long DELAY = Duration.ofMillis(3).toNanos();
    private static final Topology TOPOLOGY = new Topology(
            List.of(Tier.local("near", 1), Tier.local("far", 1)),
            List.of(Link.Direct.of("near", "far", LINK, Duration.ofNanos(2 * DELAY))),
            "near");
    private static final Model MODEL = ModelReader.read(Path.of("../demo/classifier.onnx"));
    /// A float for each of 28 x 28 pixels.
    private static final long TENSOR = 4 * 784;

    private static long sending(long bytes) {
        return bytes * 8 * 1_000_000_000 / LINK;
    }

    /// The demo classifier's input before each of so many parts: sizes are all that counts here.
    private static Product product(int parts) {
        return new Product(
                Collections.nCopies(parts, Part.whole(MODEL)),
                IntStream.range(0, parts).boxed().toList(),
                List.of(),
                List.of(),
                Collections.nCopies(parts, List.of()),
                Map.of(),
                Uncut.of(MODEL));
    }

    /// The model leaves its batch open, so what really arrives is said.
    private static List<List<TensorSpec>> arriving(int parts) {
        TensorSpec input = new TensorSpec("input", ElementType.FLOAT, List.of(1L, 1L, 28L, 28L));
        return Collections.nCopies(parts, List.of(input));
    }

    @Test
    void least_firstPartElsewhere_countsTheInputAsItTravels() {
        assertThat(new WireTime(TOPOLOGY, INPUT).least(List.of("far"), product(1), arriving(1)))
                .isEqualTo(2 * DELAY + sending(INPUT));
        assertThat(new WireTime(TOPOLOGY, TENSOR).least(List.of("far"), product(1), arriving(1)))
                .isEqualTo(2 * DELAY + sending(TENSOR));
    }

    @Test
    void least_firstPartAtTheSource_countsNoInput() {
        assertThat(new WireTime(TOPOLOGY, INPUT).least(List.of("near"), product(1), arriving(1)))
                .isZero();
    }

    @Test
    void least_inputThatCrossesALaterCut_isATensorThere() {
        assertThat(new WireTime(TOPOLOGY, INPUT).least(List.of("near", "far"), product(2), arriving(2)))
                .isEqualTo(2 * DELAY + sending(TENSOR));
        assertThat(new WireTime(TOPOLOGY, INPUT).least(List.of("far", "near"), product(2), arriving(2)))
                .isEqualTo(2 * DELAY + sending(INPUT) + sending(TENSOR));
    }
}
