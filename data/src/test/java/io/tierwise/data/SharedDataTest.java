package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Real image folders; skipped where they are not.
class SharedDataTest {
    private static final Path IMAGES = Path.of("../../shared/data/images");

    @Test
    void open_cifarFolders_readsThousandImagesOfTenClasses() {
        Path folder = IMAGES.resolve("cifar10");
        assumeTrue(Files.isDirectory(folder), "no " + folder);

        SampleSet samples = SampleReader.open(folder, Optional.empty());

        Set<Label> classes = new HashSet<>();
        for (int i = 0; i < samples.size(); i++) {
            classes.add(samples.label(i));
        }
        assertThat(samples.size()).isEqualTo(1000);
        assertThat(classes).hasSize(10);
        assertThat(Preprocessing.parse("scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225")
                        .apply(samples.get(999))
                        .shape())
                .containsExactly(1, 3, 32, 32);
    }

    @Test
    void apply_everyImageNetImage_isDecodedAndCropped() {
        Path folder = IMAGES.resolve("imagenet");
        assumeTrue(Files.isDirectory(folder), "no " + folder);

        SampleSet samples = SampleReader.open(folder, Optional.empty());
        Preprocessing steps = Preprocessing.parse("resize=256,crop=224,scale=0.0078125,mean=1,class-offset=1");

        assertThat(samples.size()).isEqualTo(41);
        for (int i = 0; i < samples.size(); i++) {
            assertThat(steps.apply(samples.get(i)).shape()).containsExactly(1, 3, 224, 224);
        }
    }
}
