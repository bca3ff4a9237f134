package io.tierwise.bench;

import io.tierwise.data.Tensor;
import io.tierwise.exits.ExitCandidate;
import io.tierwise.exits.ExitChain;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.ExitOutputs;
import io.tierwise.operators.JudgedSamples;
import io.tierwise.operators.PartChain;
import io.tierwise.operators.Product;
import io.tierwise.runtime.Optimization;
import io.tierwise.study.JudgedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// What every exit of a product made of samples that no head was fitted to.
///
/// @param confidences by exit, a sample each
/// @param losses likewise, what leaving there would have lost
record ExitReadings(List<ExitOutputs> exits, List<double[]> confidences, List<double[]> losses) {
    /// About what a head takes of the demo's networks, as a share of their time.
    private static final double HEAD = 0.03;

    static ExitReadings of(Product product, LeavingSubject subject, Allowance.Unit unit) {
        List<ExitOutputs> exits = product.uncut().exits();
        List<List<Double>> confidences = new ArrayList<>();
        List<List<Double>> losses = new ArrayList<>();
        exits.forEach(exit -> {
            confidences.add(new ArrayList<>());
            losses.add(new ArrayList<>());
        });
        String whole = product.parts().getLast().outputs().getFirst();
        List<JudgedSamples> all = List.of(
                subject.evidence().selection(),
                subject.evidence().promise(),
                new JudgedSet(subject.asking(), subject.evaluation()));
        try (PartChain chain = PartChain.open(product.parts(), Optimization.ALL)) {
            for (JudgedSamples samples : all) {
                int sample = 0;
                for (Map<String, Tensor> inputs : samples.inputs()) {
                    Map<String, Tensor> given = chain.run(inputs);
                    for (int exit = 0; exit < exits.size(); exit++) {
                        ExitOutputs names = exits.get(exit);
                        confidences.get(exit).add((double)
                                find(given, names.confidence()).toFloats()[0]);
                        losses.get(exit)
                                .add(samples.loss(unit, sample, find(given, names.answer()), find(given, whole)));
                    }
                    sample++;
                }
            }
        }
        return new ExitReadings(exits, arrays(confidences), arrays(losses));
    }

    private static Tensor find(Map<String, Tensor> given, String name) {
        return Objects.requireNonNull(given.get(name), name);
    }

    private static List<double[]> arrays(List<List<Double>> lists) {
        return lists.stream()
                .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }

    int samples() {
        return confidences.getFirst().length;
    }

    /// Every exit on some of the samples; times are shares of the whole network's.
    List<ExitCandidate> candidates(List<Integer> picked) {
        return IntStream.range(0, exits.size())
                .mapToObj(exit -> new ExitCandidate(
                        exits.get(exit).tap(),
                        exits.get(exit).share(),
                        HEAD,
                        some(confidences.get(exit), picked),
                        some(losses.get(exit), picked)))
                .toList();
    }

    /// The exits of a chain on some of the samples.
    ExitChain chain(ExitChain like, List<Integer> picked) {
        List<String> names = like.exits().stream().map(ExitCandidate::name).toList();
        return new ExitChain(
                candidates(picked).stream()
                        .filter(candidate -> names.contains(candidate.name()))
                        .toList(),
                1);
    }

    private static double[] some(double[] values, List<Integer> picked) {
        return picked.stream().mapToDouble(sample -> values[sample]).toArray();
    }
}
