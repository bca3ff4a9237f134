package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.Coverage.Treatment;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Ranks nodes by what leaving them in floating point regains, and leaves as many as a loss asks for.
///
/// For `n` nodes, `n + 1` models answer 32 samples each for the ranking. Beginnings of the list of doubling
/// length, then halves between the last that failed and the first that kept the loss, are tried on all
/// selection samples: `2 log2 n + 3` models at most.
final class SparingSearch {

    private static final int PROFILED_RUNS = 15;

    /// Writes the model with these nodes, by first output, in floating point as well.
    @FunctionalInterface
    interface Writing {
        Model write(Set<String> spared, WeightStore store);
    }

    private final Model model;
    private final QuantizationPlan plan;
    private final Writing writing;
    private final Context context;
    private final Ranking ranking;
    private int tried;
    private int most;

    /// @param model the float model that is quantized
    /// @param plan with nothing spared
    SparingSearch(Model model, QuantizationPlan plan, Writing writing, Context context) {
        this.model = model;
        this.plan = plan;
        this.writing = writing;
        this.context = context;
        this.ranking = context.sparing().ranking();
    }

    /// A node that could stay, with what is known of it.
    private record Candidate(Node node, NodeSensitivity sensitivity) {}

    /// What the search found.
    ///
    /// @param spared nodes to leave, by first output
    record Found(Set<String> spared, SparingAccount account) {}

    /// Ranks, and keeps the loss asked for if there is one.
    ///
    /// @param inputs one sample, for profiles
    Found search(Map<String, Tensor> inputs) {
        List<Node> nodes = model.graph().nodes().stream()
                .filter(node ->
                        plan.treatment(node) == Treatment.WEIGHTED || plan.treatment(node) == Treatment.ARITHMETIC)
                .toList();
        OptionalDouble limit = context.sparing().mostLoss();
        int tries = 2 * (32 - Integer.numberOfLeadingZeros(nodes.size())) + 3;
        most = nodes.size() + 2 + (limit.isPresent() ? tries : 0);
        List<Candidate> ranked = rank(nodes, inputs);
        List<NodeSensitivity> list = ranked.stream().map(Candidate::sensitivity).toList();
        if (limit.isEmpty()) {
            finish();
            return new Found(Set.of(), new SparingAccount(list, List.of(), limit, OptionalDouble.empty(), tried));
        }
        Prefix prefix = new Keeping(ranked, limit.getAsDouble()).shortest();
        finish();
        List<String> spared =
                list.stream().limit(prefix.length()).map(NodeSensitivity::name).toList();
        SparingAccount account = new SparingAccount(list, spared, limit, OptionalDouble.of(prefix.loss()), tried);
        return new Found(keys(ranked, prefix.length()), account);
    }

    private List<Candidate> rank(List<Node> nodes, Map<String, Tensor> inputs) {
        OutputNoise noise = OutputNoise.against(model, ranking.inputs(), context.threads());
        if (noise.isEmpty()) {
            noise = OutputNoise.against(model, context.calibration(), context.threads());
        }
        double[] costs = new double[nodes.size()];
        double all;
        try (Scratch scratch = Scratch.in(context.workFolder())) {
            Model quantized = writing.write(Set.of(), scratch.store());
            all = noise.decibels(quantized);
            NodeTimes before = times(model, inputs);
            NodeTimes after = times(quantized, inputs);
            for (int i = 0; i < costs.length; i++) {
                costs[i] = before.of(nodes.get(i)) - after.of(nodes.get(i));
            }
        }
        done("nothing");
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < costs.length; i++) {
            Node node = nodes.get(i);
            try (Scratch scratch = Scratch.in(context.workFolder())) {
                double found = noise.decibels(writing.write(Set.of(QuantizationPlan.key(node)), scratch.store()));
                candidates.add(new Candidate(
                        node, new NodeSensitivity(node.name(), node.operator(), found, found - all, costs[i])));
            }
            done(node.name());
        }
        candidates.sort(
                Comparator.comparingDouble((Candidate c) -> -c.sensitivity().gainDecibels())
                        .thenComparingDouble(c -> c.sensitivity().costNanos()));
        return candidates;
    }

    private NodeTimes times(Model timed, Map<String, Tensor> inputs) {
        Profile profile = Profile.of(
                Sessions.bytes(timed),
                inputs,
                Sessions.settings(SessionSettings.fast(context.threads())),
                PROFILED_RUNS);
        return NodeTimes.of(timed.graph(), profile);
    }

    private void done(String what) {
        tried++;
        ranking.steps().done(what + " left in float32", Math.min(tried, most - 1), most);
    }

    private void finish() {
        ranking.steps().done("all that was needed", most, most);
    }

    private static Set<String> keys(List<Candidate> ranked, int length) {
        Set<String> keys = new HashSet<>();
        ranked.stream().limit(length).forEach(candidate -> keys.add(QuantizationPlan.key(candidate.node())));
        return keys;
    }

    /// The first nodes of the list left in floating point, and the loss above the float model's that remains.
    private record Prefix(int length, double loss) {}

    /// Looks for the shortest beginning of the list that keeps a loss, taking it that more nodes lose less.
    private final class Keeping {
        private final List<Candidate> ranked;
        private final double limit;
        private final double floatLoss;

        Keeping(List<Candidate> ranked, double limit) {
            this.ranked = ranked;
            this.limit = limit;
            this.floatLoss = context.criteria().loss().of(model);
            done("everything");
        }

        /// The shortest that keeps it; where none does, the one that came nearest. At least one node is
        /// left to quantize, or the model would be none.
        Prefix shortest() {
            Prefix failed = loss(0);
            if (failed.loss() <= limit) {
                return failed;
            }
            Prefix nearest = failed;
            int longest = ranked.size() - 1;
            for (int length = 1;
                    length <= longest;
                    length = length == longest ? longest + 1 : Math.min(2 * length, longest)) {
                Prefix found = loss(length);
                if (found.loss() <= limit) {
                    return between(failed.length(), found);
                }
                nearest = found.loss() < nearest.loss() ? found : nearest;
                failed = found;
            }
            return nearest;
        }

        private Prefix between(int failedLength, Prefix kept) {
            Prefix best = kept;
            int low = failedLength;
            while (best.length() - low > 1) {
                Prefix middle = loss((low + best.length()) / 2);
                if (middle.loss() <= limit) {
                    best = middle;
                } else {
                    low = middle.length();
                }
            }
            return best;
        }

        private Prefix loss(int length) {
            try (Scratch scratch = Scratch.in(context.workFolder())) {
                Model written = writing.write(keys(ranked, length), scratch.store());
                double loss = context.criteria().loss().of(written) - floatLoss;
                done(length + " nodes");
                return new Prefix(length, loss);
            }
        }
    }
}
