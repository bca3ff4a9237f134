package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a user is told whose study file cannot be carried out.
class BadStudyFileTest {
    @TempDir
    private Path folder;

    private String refusal(String more) {
        String file = TinyStudy.classification(folder).file(more);
        Path results = folder.resolve("results");
        String refusal = Ran.of("run", file, "-o", results.toString()).refusal();
        assertThat(results).doesNotExist();
        assertThat(refusal).startsWith("tierwise: " + file + ":4:");
        return refusal.substring(("tierwise: " + file).length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            sede: 8                             | :4:1: unknown key 'sede': did you mean 'seed'?
            goals: ['p51 <= 5ms']               | :4:9: 'p51 <= 5ms': 'p51' is no figure; there are p50, p95
            goals: ['p95 <= 5Mi']               | :4:9: 'p95 <= 5Mi': '5Mi' is no time: 'Mi' is a unit of size
            goals: [minimize accuracy]          | :4:9: 'minimize accuracy': accuracy is wanted large. Write 'minimize drop'
            goals: [keep-raw-on: locla]         | :4:9: keep-raw-on names the unknown tier 'locla': did you mean 'local'?
            worth: 5                            | :4:8: '5' is no share: the unit is missing, write one of %, like 5%
            schedule: {spacing: 5sec}           | :4:21: '5sec' is no time: did you mean 5s?
            schedule: {rounds: 0}               | :4:20: must be at least 1
            tiers: {a: {memory: 64mb}}          | :4:21: '64mb' is no size: did you mean 64MB?
            tiers: {a: {preset: sevrer}}        | :4:21: unknown tier preset 'sevrer'; did you mean 'server'?
            strategies: [I@lcoal]               | unknown tier 'lcoal'; did you mean 'local'?
            strategies: [X@local]               | unknown operator 'X', expected I (as it is), Q (quantize)
            links: {a-b: {bandwidth: 0Mbit}}    | :4:9: 'a-b' names no two tiers
            """)
    void run_fault_isToldWithLineColumnAndWhatWasMeant(String line, String sentence) {
        assertThat(refusal(line)).contains(sentence);
    }

    @Test
    void run_linkOfZeroBandwidth_saysThatItCarriesNothing() {
        assertThat(refusal("links: {a-b: {bandwidth: 0Mbit}}\ntiers: {a: {}, b: {}}"))
                .contains("a link of zero bandwidth from a to b carries nothing; leave the bandwidth out");
    }

    @Test
    void run_manyFaults_tellsAllAtOnce() {
        assertThat(refusal("worth: 5\nsede: 7\nspan: 0").lines().toList())
                .hasSize(3)
                .element(2)
                .asString()
                .contains("study.yaml:6:7: must be at least 1");
    }

    @Test
    void run_modelThatIsNotThere_namesANearOne() {
        TinyStudy study = TinyStudy.classification(folder);
        Path file = study.write("study.yaml", "model: tyny.onnx\ndata: {samples: image}\n");
        assertThat(Ran.of("run", file.toString(), "--dry-run").refusal())
                .contains("study.yaml:1:8: there is no file or folder 'tyny.onnx'; did you mean 'tiny.onnx'?")
                .contains("study.yaml:2:17: there is no file or folder 'image'; did you mean 'images'?");
    }

    @Test
    void run_noStudyFile_namesANearOne() {
        TinyStudy.classification(folder).file("");
        assertThat(Ran.of("run", folder.resolve("stduy.yaml").toString()).refusal())
                .contains("there is no such study file; did you mean 'study.yaml'?");
        assertThat(Ran.of("run", folder.toString()).refusal()).contains("this is no file; give the study file itself");
    }

    @Test
    void run_resultsThatMustNotBeWritten_saysSo() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assumeTrue(locked.toFile().setWritable(false), "needs a file system with permissions");
        String file = TinyStudy.classification(folder).file("");
        assertThat(Ran.of("run", file, "-o", locked.toString(), "--quiet").refusal())
                .contains("No permission to write to " + locked);
        assertThat(Ran.of("run", file, "-o", locked.resolve("in").toString(), "--quiet")
                        .refusal())
                .contains("no permission for " + locked.resolve("in"));
    }
}
