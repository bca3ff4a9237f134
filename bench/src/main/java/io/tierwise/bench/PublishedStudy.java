package io.tierwise.bench;

import io.tierwise.data.CsvTable;
import io.tierwise.stats.Quantiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The latencies of the published study, as something that can be measured again: 18 strategies for each
/// of four models, 100 inputs in five passes.
///
/// Source: replication data of Singh, Fallahzadeh, Adams, Hassan (arXiv 2403.17154), `latency.csv.gz`
/// with the columns model, operator, tier, pass, input, seconds; accuracies and tensor sizes from the
/// paper. A session was opened for every request there, so each value is an opening of its own.
final class PublishedStudy {
    static final int TRIALS = 18 * 500;
    private static final double BITS_A_MEBIBIT = 1 << 20;
    private static final double LINK_BITS_A_SECOND = 1e6;

    private static final Map<String, Double> ACCURACIES = new TreeMap<>(Map.ofEntries(
            Map.entry("ResNet I", 82.52),
            Map.entry("ResNet Q", 82.15),
            Map.entry("ResNet E", 76.59),
            Map.entry("ResNet QE", 75.39),
            Map.entry("ResNext I", 83.24),
            Map.entry("ResNext Q", 83.08),
            Map.entry("ResNext E", 77.28),
            Map.entry("ResNext QE", 75.67),
            Map.entry("FCN I", 66.73),
            Map.entry("FCN Q", 66.38),
            Map.entry("FCN E", 55.17),
            Map.entry("FCN QE", 54.36),
            Map.entry("DUC I", 81.92),
            Map.entry("DUC Q", 81.62),
            Map.entry("DUC E", 75.75),
            Map.entry("DUC QE", 75.32)));

    /// Smallest tensor at the cut, in Mibit; of QEP the paper does not say it.
    private static final Map<String, Double> CUT_MEBIBITS =
            Map.of("ResNet", 6.1, "ResNext", 6.1, "FCN", 118.0, "DUC", 781.0);

    private final Map<String, Map<String, double[][]>> seconds;

    private PublishedStudy(Map<String, Map<String, double[][]>> seconds) {
        this.seconds = seconds;
    }

    static PublishedStudy read(Path file) {
        CsvTable table = CsvTable.read(file);
        List<Integer> columns = List.of("model", "operator", "tier", "pass", "input", "seconds").stream()
                .map(table::column)
                .toList();
        Map<String, Map<String, double[][]>> seconds = new TreeMap<>();
        for (CsvTable.Row row : table.rows()) {
            List<String> cells = columns.stream().map(row.cells()::get).toList();
            double[][] cell = seconds.computeIfAbsent(cells.get(0), model -> new LinkedHashMap<>())
                    .computeIfAbsent(strategy(cells.get(1), cells.get(2)), name -> new double[100][5]);
            cell[Integer.parseInt(cells.get(4)) - 1][Integer.parseInt(cells.get(3)) - 1] =
                    Double.parseDouble(cells.get(5));
        }
        return new PublishedStudy(seconds);
    }

    private static String strategy(String operator, String tier) {
        return operator + "@" + tier.toLowerCase(Locale.ROOT).replace('-', '+');
    }

    List<String> models() {
        return List.copyOf(seconds.keySet());
    }

    List<String> strategies(String model) {
        return List.copyOf(cells(model).keySet());
    }

    /// Points of accuracy that a strategy loses.
    static double drop(String model, String strategy) {
        String operators = strategy.substring(0, strategy.indexOf('@')).replace("P", "");
        return accuracy(model, "I") - accuracy(model, operators.isEmpty() ? "I" : operators);
    }

    /// In percent.
    static double accuracy(String model, String operators) {
        return ACCURACIES.getOrDefault(model + " " + operators, Double.NaN);
    }

    /// Least seconds that a partition's tensor needs over the 1 Mbit/s link to the cloud; 0 where the
    /// paper does not say its size, or no such link is crossed.
    static double wireSeconds(String model, String strategy) {
        return strategy.startsWith("P@") && strategy.endsWith("+cloud")
                ? CUT_MEBIBITS.getOrDefault(model, 0.0) * BITS_A_MEBIBIT / LINK_BITS_A_SECOND
                : 0;
    }

    /// Over all inputs and passes.
    double medianSeconds(String model, String strategy) {
        return Quantiles.median(Arrays.stream(cell(model, strategy))
                .flatMapToDouble(Arrays::stream)
                .toArray());
    }

    /// One more run of an input.
    double draw(String model, String strategy, int input, SplittableRandom random) {
        double[] passes = cell(model, strategy)[input];
        return passes[random.nextInt(passes.length)];
    }

    private double[][] cell(String model, String strategy) {
        double[][] cell = cells(model).get(strategy);
        if (cell == null) {
            throw new IllegalArgumentException(model + " has no strategy " + strategy);
        }
        return cell;
    }

    private Map<String, double[][]> cells(String model) {
        return seconds.getOrDefault(model, Map.of());
    }
}
