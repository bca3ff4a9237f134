package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Help, version, and command lines that nobody can understand.
class HelpTest {
    private static final String[] COMMANDS = {
        "demo",
        "run",
        "advise",
        "compare",
        "forecast",
        "replay",
        "report",
        "inspect",
        "quantize",
        "exit",
        "cuts",
        "split",
        "agent",
        "doctor"
    };

    @Test
    void help_ofTheWhole_listsEveryCommand() {
        Ran ran = Ran.of("--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.results()).startsWith("Usage: tierwise").contains(COMMANDS);
        assertThat(ran.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "advise",
                "compare",
                "replay",
                "report",
                "inspect",
                "quantize",
                "exit",
                "cuts",
                "split",
                "agent",
                "doctor"
            })
    void help_ofACommand_tellsItsOptions(String command) {
        Ran ran = Ran.of(command, "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.results())
                .startsWith("Usage: tierwise " + command)
                .contains("--format=text|json", "--quiet", "--no-color", "--verbose", "--help")
                .doesNotContain("=<", "\u001b");
        assertThat(ran.messages()).isEmpty();
        assertThat(Ran.of(command, "-h").results()).isEqualTo(ran.results());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void version_isOneLine(String option) {
        Ran ran = Ran.of(option);
        assertThat(ran.code()).isZero();
        assertThat(ran.results()).matches("tierwise \\S.*\\R");
        assertThat(ran.messages()).isEmpty();
    }

    @Test
    void run_noCommand_listsThemAsAUsageError() {
        assertThat(Ran.of().refusal())
                .contains("a command is missing", "Usage: tierwise")
                .contains(COMMANDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            dmeo                            | there is no command 'dmeo'; did you mean 'demo'?
            inspetc x.onnx                  | there is no command 'inspetc'; did you mean 'inspect'?
            frobnicate                      | there is no command 'frobnicate'; known are demo, run, advise
            --fast                          | there is no option '--fast'; known are --help, --version
            run study.yaml --dryrun         | there is no option '--dryrun'; did you mean '--dry-run'?
            run study.yaml --sede=7         | there is no option '--sede'; did you mean '--seed'?
            advise results --goals p50      | there is no option '--goals'; did you mean '--goal'?
            inspect a.onnx b.onnx           | 'b.onnx' is one too many
            inspect a.onnx --format xml     | expected one of [text, json]
            demo --model classifer          | expected one of [classifier, segmentation, transformer]
            exit a.onnx -o b.onnx --rule x  | expected one of [
            run study.yaml --seed x         | Invalid value for option '--seed': 'x' is no whole number
            run study.yaml --rounds 1.5     | Invalid value for option '--rounds': '1.5' is no whole number
            run study.yaml --flips much     | Invalid value for option '--flips': 'much' is no number
            quantize a.onnx -o b --samples x| Invalid value for option '--samples': 'x' is no whole number
            run study.yaml --seed           | Missing required parameter for option '--seed'
            run                             | Missing required parameter: 'STUDY.yaml'
            split a.onnx                    | '--at=TENSOR[+TENSOR...]', '--output=DIR'
            quantize a.onnx                 | Missing required option: '--output=OUT'
            agent                           | Missing required option: '--name=TIER'
            """)
    void run_nonsense_saysWhatIsMeantAndWhereOptionsAreTold(String line, String sentence) {
        String[] words = line.split(" +");
        String command = Arrays.asList(COMMANDS).contains(words[0]) ? " " + words[0] : "";
        assertThat(Ran.of(words).refusal())
                .contains(sentence)
                .contains("Usage: tierwise" + command)
                .endsWith("More: tierwise" + command + " --help\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exit a.onnx -o b.onnx --promise 1pp       | --promise is for --rule exit and int8, found --rule skip
            exit a.onnx -o b.onnx --behind x          | --behind is for --rule exit, found --rule skip
            exit a.onnx -o b.onnx --teacher labels    | --teacher is for --rule exit, found --rule skip
            exit a.onnx -o b --rule int8 --budget 1pp | --budget is for --rule skip, found --rule int8
            exit a.onnx -o b --budget 1%              | counted in points of the score, such as 1pp
            exit a.onnx -o b --rule exit --promise 1  | --promise is points such as 1pp, or per cent such as 0.5%
            """)
    void exit_optionsThatDoNotGoTogether_saysWhy(String line, String sentence) {
        assertThat(Ran.of(line.split(" +")).refusal()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rounds | 0     | --rounds must be 1 to 10000, found 0.
            --rounds | -1    | --rounds must be 1 to 10000, found -1.
            --rounds | 10001 | --rounds must be 1 to 10000, found 10001.
            --flips  | 0     | --flips must be above 0 and at most 100 percent, found 0.0.
            --flips  | 101   | --flips must be above 0 and at most 100 percent, found 101.0.
            --flips  | NaN   | --flips must be above 0 and at most 100 percent, found NaN.
            --sustained | 5s  | --sustained must be 30 s to 24 h, found 5s.
            --sustained | 25h | --sustained must be 30 s to 24 h, found 25h.
            """)
    void run_numberOutOfRange_saysTheRange(String option, String value, String sentence) {
        assertThat(Ran.of("run", Demo.STUDY, "--dry-run", option, value).refusal())
                .isEqualTo("tierwise: " + sentence + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "exit"})
    void transform_noSamplesAtAll_isRefused(String command) {
        assertThat(Ran.of(command, Demo.CLASSIFIER, "-o", "never.onnx", "--samples", "0")
                        .refusal())
                .isEqualTo("tierwise: --samples must be at least 1, found 0.\n");
        assertThat(Ran.of(command, Demo.CLASSIFIER, "-o", "never.onnx").refusal())
                .contains("This needs samples to learn from: name them with --study STUDY.yaml, or with --data PATH");
    }
}
