package io.tierwise.cli;

import io.tierwise.advice.GateSide;
import io.tierwise.advice.RowFilter;
import io.tierwise.advice.TableSide;
import io.tierwise.data.CsvTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a table of measurements is read as a side of a comparison.
final class TableOptions {
    private static final Map<String, Double> NANOS = Map.of("s", 1e9, "ms", 1e6, "us", 1e3, "ns", 1.0);

    @Option(names = "--value", paramLabel = "COLUMN", description = "Of a CSV: the column of times.")
    private @Nullable String value;

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "COLUMN[,COLUMN]",
            description = "Of a CSV: columns that name a strategy, joined with @ in this order.")
    private List<String> group = new ArrayList<>();

    @Option(
            names = "--where",
            paramLabel = "COLUMN=X[,Y]",
            description = "Of a CSV: rows that count; != for those that do not. Repeated: all must hold.")
    private List<String> where = new ArrayList<>();

    @Option(names = "--where-a", paramLabel = "COLUMN=X[,Y]", description = "The same for the baseline only.")
    private List<String> whereBaseline = new ArrayList<>();

    @Option(names = "--where-b", paramLabel = "COLUMN=X[,Y]", description = "The same for the candidate only.")
    private List<String> whereCandidate = new ArrayList<>();

    @Option(
            names = "--unit",
            paramLabel = "COLUMN",
            description = "Of a CSV: the column of inputs; rows equal here are paired.")
    private @Nullable String unit;

    @Option(
            names = "--opening",
            paramLabel = "COLUMN",
            description = "Of a CSV: rows equal here come from one opening of the sessions, one run of the program"
                    + " (default: column round or pass, if there is one).")
    private @Nullable String opening;

    @Option(
            names = "--value-unit",
            paramLabel = "s|ms|us|ns",
            description = "Of a CSV: the unit of its times (default: as the column's name says, like seconds).")
    private @Nullable String valueUnit;

    /// Reads a table as the baseline or the candidate.
    GateSide side(Path file, boolean baseline) {
        if (value == null || group.isEmpty()) {
            throw new UsageException(file + " is a table: say which column holds times and which name a strategy, with"
                    + " --value COLUMN and --group COLUMN[,COLUMN].");
        }
        try {
            List<RowFilter> filters = Stream.concat(
                            where.stream(), (baseline ? whereBaseline : whereCandidate).stream())
                    .map(RowFilter::parse)
                    .toList();
            return new TableSide(
                            value,
                            group,
                            filters,
                            Optional.ofNullable(unit),
                            Optional.ofNullable(opening),
                            nanosPerUnit())
                    .of(CsvTable.read(file));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// Whether both sides read the same rows of one file.
    boolean samePart() {
        return whereBaseline.equals(whereCandidate);
    }

    private OptionalDouble nanosPerUnit() {
        if (valueUnit == null) {
            return OptionalDouble.empty();
        }
        Double nanos = NANOS.get(valueUnit);
        if (nanos == null) {
            throw new UsageException("--value-unit is one of s, ms, us, ns; found '" + valueUnit + "'.");
        }
        return OptionalDouble.of(nanos);
    }
}
