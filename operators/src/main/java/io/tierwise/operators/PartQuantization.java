package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Carries out [Quantize] on a whole model or on parts of one.
final class PartQuantization {

    private PartQuantization() {}

    /// The parts, some of them quantized now, and the account.
    record Result(List<Part> parts, Account account) {}

    /// Quantizes the parts with these positions; each learns its ranges from what the float parts before it give.
    static Result apply(Quantize quantize, List<Part> parts, Set<Integer> which, Context context) {
        List<Part> changed = new ArrayList<>();
        Tally tally = new Tally();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!which.contains(i)) {
                changed.add(part);
                continue;
            }
            try (PartFeed feed = new PartFeed(parts.subList(0, i), part, context.calibration())) {
                Quantizer.Quantized quantized = Quantizer.quantize(part.model(), context.withCalibration(feed));
                changed.add(new Part(quantized.model(), part.inputs(), part.outputs()));
                tally.add(quantized, Leftovers.count(quantized.model(), context.workFolder()));
            }
        }
        Account account = Account.of(quantize, tally.sentence(parts.size(), which), size(parts), size(changed))
                .withQuantization(tally.account())
                .withNotes(tally.notes());
        return new Result(changed, account);
    }

    private static ModelSize size(List<Part> parts) {
        return new Product(parts, List.of(), List.of()).size();
    }

    /// Sums over the parts.
    private static final class Tally {
        private int quantized;
        private int absorbed;
        private int samples;
        private Leftovers leftovers = new Leftovers(0, 0);
        private final List<FloatNode> floatNodes = new ArrayList<>();

        void add(Quantizer.Quantized part, Leftovers left) {
            quantized += part.plan().treatments().size();
            absorbed += part.plan().vanished().size();
            samples = part.samples();
            leftovers = leftovers.plus(left);
            floatNodes.addAll(part.plan().floatNodes());
        }

        QuantizationAccount account() {
            return new QuantizationAccount(
                    quantized, absorbed, floatNodes, leftovers.quantize(), leftovers.dequantize(), samples);
        }

        String sentence(int parts, Set<Integer> which) {
            String subject = parts == 1
                    ? ""
                    : which.size() == parts
                            ? " in each of " + parts + " parts"
                            : " in part " + (which.iterator().next() + 1) + " of " + parts;
            return ("computes %d nodes on 8-bit integers%s, %d more vanished into ranges, %d stay in float32; "
                            + "ranges from %d calibration samples")
                    .formatted(quantized, subject, absorbed, floatNodes.size(), samples);
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (quantized == 0) {
                notes.add("nothing in the model could be quantized");
            }
            floatNodes.forEach(
                    node -> notes.add(node.operator() + " '" + node.name() + "' stays in float32: " + node.reason()));
            return notes;
        }
    }
}
