package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a study file's author is told: these texts are read by people, so they are written out here.
class StudyFileFaultsTest {
    @TempDir
    Path folder;

    private StudyFiles files;

    @BeforeEach
    void filesThatStudiesName() {
        files = StudyFiles.in(folder);
    }

    @Test
    void read_damagedFiles_giveFaultsAndNothingElse() throws IOException {
        String whole = Files.readString(Path.of("../examples/02-three-tiers.yaml"));
        String alphabet = "{}[]:,-#&*!|>'\"%@` \n\t0x~?<=";
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(whole);
            for (int change = 0; change < 3; change++) {
                int at = random.nextInt(text.length());
                text.replace(
                        at,
                        Math.min(text.length(), at + random.nextInt(4)),
                        String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
            }
            assertThatCode(() -> files.faults(text.toString()))
                    .as("seed %d:%n%s", seed, text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void read_manyFaults_reportsAllInTheOrderOfTheFile() {
        assertThat(files.faults("""
                        modle: clasifier.onnx
                        data:
                          samples: image/
                          labels: labels.cvs
                          split: {calibration: 55%, selection: 15x, evaluation: 55%}
                        preprocess: {resize: abc, scale: 1/x, mean: [0.485, b], layout: nhcw, colour: rgb}
                        task: clasification
                        source: moblie
                        tiers:
                          mobile: {cpu: 25%, threads: 0, memory: 512mb}
                          edge: {preset: study-egde}
                          cloud: [a]
                        links:
                          mobile-edge: {bandwidth: 200mb, rtt: 5, jitter: 5Mi}
                          mobile-egde: {bandwith: 0Mbit}
                          mobile-cloud: {via: egde}
                        strategies: [I@mobil, QE@edge, "X@mobile+edge", QE@edge, 5, {a: b}]
                        goals: [minimize p51, 'p95 <= 50', 'drop >= 1pp', keep-raw-on: mobille, minimise: p50]
                        worth: 5
                        schedule: {rounds: six, block: 0, spacing: 20sec, deadline: 0s, confirmations: -5}
                        seed: x7
                        seed: 8
                        operators:
                        """)).containsExactly("""
                        1:1: unknown key 'modle': did you mean 'model'?
                        3:12: there is no file or folder 'image/'; did you mean 'images'?
                        4:11: there is no file or folder 'labels.cvs'; did you mean 'labels.csv'?
                        5:10: the shares add up to 110.0%, more than all samples
                        5:40: '15x' is no share of samples: write 15% or a whole number
                        6:22: preprocess: resize=abc is no whole number
                        6:34: preprocess: scale=1/x is no number like 0.5 or 1/255
                        6:45: preprocess: mean=b is no number like 0.5 or 1/255
                        6:65: preprocess: layout=nhcw: did you mean 'nchw'?
                        6:71: unknown key 'colour' in preprocess: did you mean 'color'?
                        7:7: 'clasification' is not known here: did you mean 'classification'?
                        8:9: the source 'moblie' is not a tier: did you mean 'mobile'?
                        10:17: '25%' is no number of cores: '%' is a unit of share; write it with m, like 0.25 or 250m
                        10:31: tier mobile: threads must be 1 to 1024, found 0
                        10:42: '512mb' is no size: did you mean 512MB?
                        11:18: unknown tier preset 'study-egde'; did you mean 'study-edge'?
                        12:10: expected keys and values, found a list of 1
                        14:28: '200mb' is no bandwidth: did you mean 200Mbit?
                        14:40: '5' is no time: the unit is missing, write one of ns, us, ms, s, m, h, like 5ms
                        14:51: '5Mi' is no time: 'Mi' is a unit of size; write it with ns, us, ms, s, m, h, like 5ms
                        15:3: 'mobile-egde' names no two tiers, as in first-second: did you mean 'mobile-edge'?
                        15:17: unknown key 'bandwith' in links.mobile-egde: did you mean 'bandwidth'?
                        16:23: unknown tier 'egde': did you mean 'edge'?
                        17:16: strategy 'I@mobil': unknown tier 'mobil'; did you mean 'mobile'?
                        17:33: strategy 'X@mobile+edge': unknown operator 'X', expected I (as it is), Q (quantize), E (early exit) or P (partition)
                        17:49: strategy 'QE@edge' is already in line 17
                        17:58: strategy '5': expected an operator, one of I, Q, E, P, before '@', found '5'
                        17:61: expected a text or a number, found keys and values
                        18:9: 'minimize p51': 'p51' is no figure; there are p50, p95, p99, mean, drop, accuracy, memory, bytes
                        18:23: 'p95 <= 50': '50' is no time: the unit is missing, write one of ns, us, ms, s, m, h, like 5ms
                        18:36: 'drop >= 1pp': a bound on drop is written with <=, not >=
                        18:51: keep-raw-on names the unknown tier 'mobille': did you mean 'mobile'?
                        18:73: unknown key 'minimise' in goals.4: did you mean 'minimize'?
                        19:8: '5' is no share: the unit is missing, write one of %, like 5%
                        20:20: 'rounds' is a whole number, found the text 'six'
                        20:32: must be at least 1, found the number 0
                        20:44: '20sec' is no time: did you mean 20s?
                        20:61: spacing must not be negative and a deadline must be positive: PT0.02S, PT0S
                        20:80: must be at least 0, found the number -5
                        21:7: the seed is a whole number of at most 18 digits, found the text 'x7'
                        22:1: the key 'seed' is given twice, first in line 21
                        23:11: 'operators' has no value; give one or leave the key out
                        """.lines().toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worth: 0% | 3:8: worth must lie between 0% and 100%, found 0%",
                "worth: true | 3:8: expected a text or a number, found true",
                "goals: {a: b} | 3:8: expected a list such as [a, b], found keys and values",
                "goals: [minimize p50, minimize p95] | 3:23: a second objective 'minimize p95'; one figure is minimized, others are bounded, like 'p95<=50ms'",
                "tiers: {} | 3:8: expected at least one entry, found none",
                "tiers: {a: {cpu: 0}} | 3:18: tier a: cpu must be 0.001 to 1024 cores, found 0.0",
                "tiers: {a: {memory: 1Ki}} | 3:21: tier a: memory must be at least 1Mi, found 1024 bytes",
                "tiers: {a: {address: nowhere}} | 3:22: expected 'local' or 'host:port', found 'nowhere'",
                "tiers: {a b: {}} | 3:14: a tier's name is made of at most 63 letters, digits, '_', '-' and '.' and begins with a letter or a digit, found 'a b'",
                "schedule: {rounds: 100000} | 3:20: must be at most 10000, found the number 100000",
                "schedule: {rounds: 2.5} | 3:20: 'rounds' is a whole number, found the number 2.5",
                "tiers: {a: {cpu: [1]}} | 3:18: expected a text or a number, found a list of 1",
                "span: 0 | 3:7: must be at least 1, found the number 0",
                "operators: [P] | 3:12: these operators make no strategy on 1 tier with span 3: P needs two tiers and a span of two",
                "operators: [Q, Q] | 3:16: operators 'Q' are given twice",
                "operators: [X] | 3:13: unknown operator 'X' in 'X'; known are I (as it is), Q (quantize), E (early exit), P (partition)",
                "task: {classification: {top: 0}} | 3:30: classification: top must be 1 to 1000, not 0",
                "task: {segmentation: {ignore: 300}} | 3:31: segmentation: ignore must be a class 0 to 255, or -1 for none, not 300",
                "task: {classification: {}, segmentation: {}} | 3:7: expected at most 1, found 2",
                "preprocess: 7 | 3:13: preprocess: '7' is no key=value, like scale=1/255 (several values of one key are separated by ':', like mean=0.5:0.4:0.3)",
                "preprocess: {std: 0} | 3:19: preprocess: std must not be 0, values are divided by it: [0.0]",
                "preprocess: {mean: '0.5,0.4'} | 3:20: several values are a list: [0.5, 0.4, 0.3]",
            })
    void read_oneFault_isToldWithItsPlace(String line, String fault) {
        assertThat(files.faultsWith(line + "\n")).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{bandwidth: 0Mbit} | 4:14: link a-b: a link of zero bandwidth from a to b carries nothing; leave the bandwidth out where nothing limits it, or the link where there is none",
                "{bandwidth: 1Mbit, up: 2Mbit} | 4:14: 'bandwidth' is each way; give it alone, or 'up' and 'down' instead",
                "{rtt: 2h} | 4:14: link a-b: round trip must be 0 to 60 s, found 7200 s",
                "{via: a} | 4:20: link a-b: via must be a third tier, found 'a'",
                "{via: c, rtt: 1ms} | 4:28: a link via another tier has no 'rtt' of its own; leave one of the two out",
                "{preset: wify} | 4:23: unknown link preset 'wify'; did you mean 'wifi'?"
            })
    void read_wrongLink_isToldWithItsPlace(String link, String fault) {
        assertThat(files.faultsWith("tiers: {a: {}, b: {}, c: {}}\nlinks: {a-b: " + link + ", b-c: {}, a-c: {}}\n"))
                .containsExactly(fault);
    }

    @Test
    void read_tierThatNothingJoins_isTold() {
        assertThat(files.faultsWith("tiers: {a: {}, b: {}, c: {}}\nlinks: {a-b: {}}\n"))
                .singleElement()
                .asString()
                .startsWith("4:8: ")
                .contains("c");
    }

    @Test
    void read_strategiesAndOperators_areTwoWaysOfWhichOneIsKept() {
        assertThat(files.faultsWith("strategies: [I@local]\noperators: [I]\nspan: 2\n"))
                .containsExactly(
                        "4:12: 'operators' makes strategies, but 'strategies' lists them already; keep one",
                        "5:7: 'span' makes strategies, but 'strategies' lists them already; keep one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 2:7: 'samples' is missing: give samples that are divided among the roles, or a set for each role such as 'evaluation: {samples: .., labels: ..}'",
                "{samples: images, labels: labels.csv, masks: masks} | 2:52: 'labels' and 'masks' are both given; keep 'labels' for one class a sample, 'masks' for one class a pixel",
                "{calibration: {samples: images}} | 2:7: 'evaluation' is missing: figures are reported from evaluation samples only",
                "{samples: images, evaluation: {samples: images}} | 2:17: 'samples' is for one set of samples that is divided; here the roles have sets of their own. Keep one way",
                "{evaluation: {labels: labels.csv}} | 2:20: 'samples' is missing: A folder of images, an IDX file or an .npy file, relative to this file",
                "{samples: images, split: {calibration: 15%}} | 2:32: 'evaluation' is missing: The share from which figures are reported",
                "{samples: images, split: {evaluation: 1e1%}} | 2:45: expected something like 15%, found the text '1e1%'",
                "{samples: no/images} | 2:17: there is no file or folder 'no/images'; not even the folder 'no' is there",
                "{samples: zebra} | 2:17: there is no file or folder 'zebra'; paths are relative to the study file",
                "images | 2:7: expected keys and values, found the text 'images'"
            })
    void read_wrongData_isTold(String data, String fault) {
        assertThat(files.faults("model: classifier.onnx\ndata: " + data + "\n")).containsExactly(fault);
    }

    @Test
    void read_modelThatIsAFolder_isTold() {
        assertThat(files.faults("model: images\ndata: {samples: images}\n"))
                .containsExactly("1:8: 'images' is a folder; the model is a file");
    }

    @Test
    void read_nothingRequired_namesWhatIsMissing() {
        assertThat(files.faults("seed: 7\n"))
                .containsExactly(
                        "1:1: 'model' is missing: The ONNX model, relative to this file",
                        "1:1: 'data' is missing: Where samples and their labels are");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'model: classifier.onnx\ndata: {samples: images\n' | 2:7: no valid YAML: while parsing a flow mapping, expected ',' or '}', but got <stream end>",
                "'model: a\n  data: b\n' | 2:7: no valid YAML: mapping values are not allowed here",
                "'model: \"a\n' | 1:8: no valid YAML: while scanning a quoted scalar, found unexpected end of stream",
                "'' | 1:1: the file is empty; a study needs at least 'model' and 'data'",
                "'just text' | 1:1: expected keys such as 'model' and 'data', found the text 'just text'",
                "'model: a\n---\nmodel: b\n' | 3:1: a second document begins here; a study file is one document",
                "'model: &a x\ndata: *a\n' | 2:7: anchors (&) and aliases (*) are not used in study files; write the value out"
            })
    void read_noYaml_saysLineAndColumn(String text, String fault) {
        assertThat(files.faults(text)).containsExactly(fault);
    }

    @Test
    void read_aliasBomb_isRefusedAtOnce() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(String.join(", ", Collections.nCopies(9, "*a" + (i - 1))))
                    .append("]\n");
        }

        assertThat(files.faults(text.toString())).singleElement().asString().contains("anchors (&) and aliases (*)");
    }

    @Test
    void read_moreThanAStudyNeeds_isRefused() {
        assertThat(files.faults("a: " + "[".repeat(40) + "]".repeat(40)))
                .singleElement()
                .asString()
                .endsWith("nested deeper than 16 levels");
        assertThat(files.faults("a: [" + "1, ".repeat(30_000) + "1]"))
                .singleElement()
                .asString()
                .endsWith("more than 20000 values");
        assertThat(files.faults("a: " + "x".repeat(9000)))
                .singleElement()
                .asString()
                .endsWith("a text of 9000 characters; at most 8192");
        assertThat(files.faults("x".repeat(900) + ": a"))
                .singleElement()
                .asString()
                .endsWith("a key of 900 characters; at most 200");
        assertThat(files.faults("# " + "x".repeat(1 << 20)))
                .containsExactly("0:0: a study file has at most 1Mi, this one has 1048578 bytes");
    }

    @Test
    void read_operatorsOverManyTiers_areCountedBeforeTheyAreMade() {
        var tiers = new StringBuilder("tiers:\n");
        for (int i = 0; i < 32; i++) {
            tiers.append("  t").append(i).append(": {}\n");
        }

        assertThat(files.faultsWith(tiers + "operators: [P]\nspan: 32\n"))
                .containsExactly("36:12: these operators make up to 4294967263 strategies; at most 1000 are compared."
                        + " Leave out operators or tiers, or lower the span");
    }

    @Test
    void read_noText_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("study.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> StudyFile.read(file)).hasMessage(file + ": this is no text in UTF-8");
    }

    @Test
    void read_fileThatIsNotThere_namesANearOne() {
        files.write("");

        assertThatThrownBy(() -> StudyFile.read(folder.resolve("stduy.yaml")))
                .isInstanceOf(StudyFileException.class)
                .hasMessage(folder.resolve("stduy.yaml") + ": there is no such study file; did you mean 'study.yaml'?");
        assertThatThrownBy(() -> StudyFile.read(folder))
                .hasMessage(folder + ": this is no file; give the study file itself");
    }

    @Test
    void message_ofAFault_beginsWithFileLineAndColumn() {
        Path file = files.write("model: classifier.onnx\ndata: {samples: images}\nsede: 7\n");

        assertThatThrownBy(() -> StudyFile.read(file))
                .hasMessage(file + ":3:1: unknown key 'sede': did you mean 'seed'?");
    }

    @Test
    void faults_manyOfThem_areCappedButNeverNone() {
        var keys = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            keys.append("zzzzzzzz").append(i).append(": 1\n");
        }

        List<String> faults = files.faultsWith(keys.toString());

        assertThat(faults).hasSize(100);
    }
}
