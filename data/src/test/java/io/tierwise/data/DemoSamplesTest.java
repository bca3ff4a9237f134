package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Label.ClassMap;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The samples that come with the source.
class DemoSamplesTest {
    private static final Path SAMPLES = Path.of("../demo/samples");
    private static final Preprocessing STEPS = Preprocessing.parse("scale=1/255,mean=0.2860,std=0.3530,color=gray");

    @Test
    void open_classifierFiles_giveEachRoleItsSamples() {
        Map<Role, SampleSet> sets = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Path images = SAMPLES.resolve("classifier/" + role.word() + "-images.idx3.gz");
            sets.put(role, SampleReader.open(images, Optional.empty()));
        }

        RoleSplit split = RoleSplit.ofSets(sets);

        assertThat(split.indices(Role.EVALUATION)).hasSize(3000);
        assertThat(split.indices(Role.CALIBRATION)).hasSize(1000);
        SampleSet evaluation = split.samples(Role.EVALUATION);
        assertThat(IntStream.range(0, evaluation.size())
                        .map(i -> evaluation.classOf(i).orElseThrow())
                        .distinct()
                        .count())
                .isEqualTo(10);
        assertThat(STEPS.apply(evaluation.get(2999)).shape()).containsExactly(1, 1, 28, 28);
        checkLabels(new Task.Classification(1, 0), split.all(), 10);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void open_scenes_haveAMaskOfTheirSize(Role role) {
        Path folder = SAMPLES.resolve("segmentation/" + role.word());

        SampleSet scenes = SampleReader.open(folder.resolve("images"), Optional.of(folder.resolve("masks")));

        assertThat(scenes.size()).isEqualTo(role == Role.EVALUATION ? 300 : 100);
        Sample last = scenes.get(scenes.size() - 1);
        assertThat(STEPS.apply(last).shape()).containsExactly(1, 1, 64, 64);
        assertThat(((ClassMap) last.label()).height()).isEqualTo(64);
        checkLabels(new Task.Segmentation(-1), scenes, 11);
    }

    private static void checkLabels(Task task, SampleSet samples, long classes) {
        for (int i = 0; i < samples.size(); i++) {
            task.checkLabel(samples.get(i), OptionalLong.of(classes));
        }
    }
}
