package io.tierwise.cli;

import io.tierwise.advice.Analysis;
import io.tierwise.advice.AnalysisRequest;
import io.tierwise.advice.AnalysisRequest.Test;
import io.tierwise.advice.RowFilter;
import io.tierwise.data.CsvTable;
import io.tierwise.data.DidYouMean;
import io.tierwise.report.AnalysisJson;
import io.tierwise.report.AnalysisText;
import io.tierwise.stats.Correction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `analyze F.csv`: effects, intervals and tests of any table of measurements.
@Command(
        name = "analyze",
        description = "Compare groups of measurements in a CSV file: medians, effects, intervals, tests.",
        footer = {
            "",
            "Tests: kruskal, conover, dunn, mannwhitney, cliff, vargha, shapiro; with --unit also friedman, wilcoxon.",
            "Example: tierwise analyze latency.csv.gz --value seconds --group tier --by model --where operator=I",
            "         --test kruskal,conover,cliff --correction holm"
        })
final class AnalyzeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "F.csv", description = "The table; plain or .gz. Its first line names the columns.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path file;

    @Option(names = "--value", required = true, paramLabel = "COLUMN", description = "The column that was measured.")
    private String value = "";

    @Option(
            names = "--group",
            required = true,
            split = ",",
            paramLabel = "COLUMN[,COLUMN]",
            description = "Columns that name a group, joined with @ in this order.")
    private List<String> group = new ArrayList<>();

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "COLUMN[,COLUMN]",
            description = "Columns that divide the rows into families, each analysed apart.")
    private List<String> by = new ArrayList<>();

    @Option(
            names = "--where",
            paramLabel = "COLUMN=X[,Y]",
            description = "Rows that count; != for those that do not. Repeated: all must hold.")
    private List<String> where = new ArrayList<>();

    @Option(
            names = "--unit",
            paramLabel = "COLUMN",
            description = "Rows that are equal here are repeats of one thing: intervals draw whole units.")
    private @Nullable String unit;

    @Option(
            names = "--test",
            split = ",",
            paramLabel = "TEST[,TEST]",
            description = "What to compute besides medians (default: kruskal,conover,cliff).")
    private List<String> tests = new ArrayList<>(List.of("kruskal", "conover", "cliff"));

    @Option(
            names = "--correction",
            paramLabel = "none|bonferroni|holm|bh",
            defaultValue = "holm",
            description = "Of the pairs' p-values, over a family's pairs (default: ${DEFAULT-VALUE}).")
    private String correction = "";

    @Option(names = "--seed", defaultValue = "7", description = "Seed of the resampling (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the result there instead of standard output.")
    private @Nullable Path output;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Console console = Console.of(common);
        AnalysisRequest request = request();
        Analysis analysis = request.of(CsvTable.read(file));
        String result = switch (common.format) {
            case json -> AnalysisJson.text(analysis);
            case text -> AnalysisText.of(analysis, console.columns(), output == null && console.color());
        };
        if (output == null) {
            console.result(result.stripTrailing());
        } else {
            write(output, result);
            console.wrote(output);
        }
        return ExitCode.OK.code();
    }

    private AnalysisRequest request() {
        try {
            return new AnalysisRequest(
                    value,
                    group,
                    by,
                    where.stream().map(RowFilter::parse).toList(),
                    Optional.ofNullable(unit),
                    asked(),
                    Correction.parse(correction),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Set<Test> asked() {
        Set<Test> asked = new LinkedHashSet<>();
        tests.forEach(word -> asked.add(test(word.strip().toLowerCase(Locale.ROOT))));
        return asked;
    }

    private static Test test(String word) {
        return Arrays.stream(Test.values())
                .filter(test -> test.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown test '" + word + "': "
                        + DidYouMean.sentence(
                                word,
                                Arrays.stream(Test.values()).map(Test::word).toList())));
    }

    private static void write(Path output, String result) {
        try {
            Files.writeString(output, result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
