package io.tierwise.report;

import io.tierwise.operators.NodeAccount;
import io.tierwise.operators.NodeRun;
import io.tierwise.operators.SchemeProbe;
import io.tierwise.operators.SchemeTrial;
import io.tierwise.study.QuantizationRecord;
import io.tierwise.study.StudyRecord;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What quantization made of each node, and how schemes were chosen; a table for all strategies that share it.
record QuantizationSection(List<Made> made) {

    /// One quantization.
    ///
    /// @param counted how many nodes run on what
    /// @param borders where bytes are made and unmade
    /// @param probe how the scheme was chosen, in words; empty where it was named
    record Made(
            String operator,
            List<String> strategies,
            String change,
            String counted,
            String borders,
            String probe,
            List<Candidate> candidates,
            List<Row> nodes,
            String more) {}

    /// A scheme that was considered.
    record Candidate(String scheme, String millis, String loss, String verdict, boolean taken) {}

    /// A node: on what it ran, and its times in microseconds.
    record Row(String name, String operator, String ran, String kernel, String before, String after, String reason) {}

    static QuantizationSection of(StudyRecord study) {
        return new QuantizationSection(
                study.quantizations().stream().map(QuantizationSection::made).toList());
    }

    private static Made made(QuantizationRecord record) {
        return new Made(
                record.operator(),
                record.strategies(),
                record.change(),
                record.nodes().map(QuantizationSection::counted).orElse(""),
                record.nodes().map(QuantizationSection::borders).orElse(""),
                record.probe().map(QuantizationSection::words).orElse(""),
                record.probe()
                        .map(probe -> probe.trials().stream()
                                .map(QuantizationSection::candidate)
                                .toList())
                        .orElse(List.of()),
                record.nodes()
                        .map(nodes -> nodes.nodes().stream()
                                .map(QuantizationSection::row)
                                .toList())
                        .orElse(List.of()),
                record.nodes().map(QuantizationSection::more).orElse(""));
    }

    private static String words(SchemeProbe probe) {
        String where = probe.where().isEmpty() ? "" : " on " + probe.where();
        return "Chosen by running candidates" + where + ": " + probe.stretch() + ", " + Digits.percent(probe.share())
                + " of its time. " + String.join(". ", probe.notes());
    }

    private static Candidate candidate(SchemeTrial trial) {
        return new Candidate(
                trial.scheme().text(), millis(trial.nanos()), share(trial.loss()), trial.verdict(), trial.taken());
    }

    private static String millis(OptionalDouble nanos) {
        return nanos.isPresent() ? Digits.bare(nanos.getAsDouble() / 1e6) : "-";
    }

    private static String share(OptionalDouble loss) {
        return loss.isPresent() ? Digits.share(loss.getAsDouble()) : "-";
    }

    private static Row row(NodeRun node) {
        return new Row(
                node.name(),
                node.operator(),
                node.ran().text(),
                node.kernel(),
                micros(node.floatNanos()),
                micros(node.int8Nanos()),
                node.reason());
    }

    private static String micros(OptionalLong nanos) {
        return nanos.isPresent() ? Digits.bare(nanos.getAsLong() / 1e3) : "-";
    }

    private static String counted(NodeAccount nodes) {
        String kernels = words(nodes.kernels());
        return words(nodes.counts()) + (kernels.isEmpty() ? "" : "; integer kernels: " + kernels);
    }

    private static String words(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Digits.count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String borders(NodeAccount nodes) {
        return "QuantizeLinear at " + tensors(nodes.quantized()) + "; DequantizeLinear at "
                + tensors(nodes.dequantized());
    }

    private static String tensors(List<String> names) {
        return names.isEmpty() ? "no tensor" : String.join(", ", names);
    }

    private static String more(NodeAccount nodes) {
        int all = nodes.counts().values().stream().mapToInt(Integer::intValue).sum();
        int left = all - nodes.nodes().size();
        return left > 0 ? Digits.count(left) + " nodes that take less time are counted above and not listed." : "";
    }
}
