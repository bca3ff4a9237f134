package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carries out [Quantize] on a whole model or on parts of one.
final class PartQuantization {

    private PartQuantization() {}

    /// The parts, some of them quantized now, and the account.
    record Result(List<Part> parts, Account account) {}

    /// Quantizes the parts with these positions; each learns its ranges from what the float parts
    /// before it give, as it arrives.
    static Result apply(Quantize quantize, List<Part> parts, Set<Integer> which, Context context) {
        if (quantize.calibrator() instanceof Calibrator.Given given) {
            given.checkNames(tensors(parts));
        }
        Exclusions.check(context.sparing().excluded(), parts);
        if (parts.size() > 1 && context.sparing().ranks()) {
            throw new OperatorException(
                    "nodes are left in float32 by the loss of a whole model, and this one is cut into " + parts.size()
                            + " parts; quantize before cutting");
        }
        List<Part> changed = new ArrayList<>();
        Tally tally = new Tally();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!which.contains(i)) {
                changed.add(part);
                continue;
            }
            try (PartFeed feed = new PartFeed(parts.subList(0, i), part, context)) {
                Written quantized = write(quantize, part.model(), context.withCalibration(feed));
                Model marked = quantized
                        .model()
                        .withMetadata(Provenance.of(quantize, quantized.ranges().samples()));
                changed.add(part.withModel(marked));
                tally.add(quantized, Leftovers.count(quantized.model(), context.workFolder()));
            }
        }
        Account account = Account.of(
                        quantize,
                        tally.sentence(quantize, parts.size(), which),
                        ModelSize.of(parts),
                        ModelSize.of(changed))
                .withQuantization(tally.account())
                .withNotes(tally.notes());
        return new Result(changed, account);
    }

    private static Set<String> tensors(List<Part> parts) {
        Set<String> tensors = new HashSet<>();
        for (Part part : parts) {
            tensors.addAll(part.inputs());
            part.model().graph().nodes().forEach(node -> tensors.addAll(node.outputs()));
        }
        return tensors;
    }

    /// A model written in a scheme, and what the account says of it.
    private record Written(
            Model model,
            int changed,
            int absorbed,
            List<FloatNode> floatNodes,
            CalibratedRanges ranges,
            List<String> notes,
            Optional<SparingAccount> sparing) {

        /// A model in a scheme that nothing vanishes in.
        static Written of(Model model, int changed, List<FloatNode> floatNodes, CalibratedRanges ranges) {
            return new Written(model, changed, 0, floatNodes, ranges, List.of(), Optional.empty());
        }
    }

    private static Written write(Quantize quantize, Model model, Context context) {
        QuantizedAlready.refuse(model);
        return switch (quantize.scheme()) {
            case U8S8, U8S8_PER_TENSOR, S8S8, U8U8, U8S7 -> {
                Quantizer.Quantized written = Quantizer.quantize(model, quantize, context);
                QuantizationPlan plan = written.plan();
                yield new Written(
                        written.model(),
                        plan.treatments().size(),
                        plan.vanished().size(),
                        plan.floatNodes(),
                        written.ranges(),
                        written.notes(),
                        written.sparing());
            }
            case AUTO, FLOAT ->
                throw new IllegalArgumentException(
                        "writes no model as '" + quantize.scheme().text() + "'");
            case DYNAMIC -> {
                refuseRefinements(quantize, context);
                Shapes.checkOpens(model);
                DynamicProducts.Written written = DynamicProducts.write(model, context);
                yield Written.of(written.model(), written.nodes(), written.floatNodes(), CalibratedRanges.NONE);
            }
            case FP16 -> {
                refuseRefinements(quantize, context);
                HalfPrecision.Written written = HalfPrecision.write(model, context);
                yield Written.of(written.model(), written.nodes(), written.floatNodes(), written.ranges());
            }
            case WEIGHTS -> {
                refuseWhatNeedsActivations(quantize, context);
                Shapes.checkOpens(model);
                WeightsOnly.Written written = WeightsOnly.write(model, WeightStore.in(context.workFolder()));
                yield Written.of(written.model(), written.nodes(), written.floatNodes(), CalibratedRanges.NONE);
            }
        };
    }

    private static void refuseRefinements(Quantize quantize, Context context) {
        if (!quantize.refinements().isEmpty() || context.sparing().ranks()) {
            throw new OperatorException("'" + quantize.scheme().text() + "' fixes no ranges of activations: there is"
                    + " nothing to equalize or correct, and nodes are not ranked; leave nodes out by name");
        }
    }

    private static void refuseWhatNeedsActivations(Quantize quantize, Context context) {
        if (!quantize.refinements().isEmpty() || context.sparing().isAsked()) {
            throw new OperatorException("'weights' leaves activations and what computes on them in float32: there is"
                    + " nothing to equalize, correct or exclude");
        }
    }

    /// Sums over the parts.
    private static final class Tally {
        private int quantized;
        private int absorbed;
        private CalibratedRanges ranges = CalibratedRanges.NONE;
        private Leftovers leftovers = new Leftovers(0, 0);
        private final List<FloatNode> floatNodes = new ArrayList<>();
        private final List<String> refined = new ArrayList<>();
        private Optional<SparingAccount> sparing = Optional.empty();

        void add(Written part, Leftovers left) {
            quantized += part.changed();
            absorbed += part.absorbed();
            ranges = ranges.and(part.ranges());
            leftovers = leftovers.plus(left);
            floatNodes.addAll(part.floatNodes());
            refined.addAll(part.notes());
            sparing = part.sparing();
        }

        QuantizationAccount account() {
            return new QuantizationAccount(
                    quantized, absorbed, floatNodes, leftovers.quantize(), leftovers.dequantize(), ranges, sparing);
        }

        String sentence(Quantize quantize, int parts, Set<Integer> which) {
            String subject = parts == 1
                    ? ""
                    : which.size() == parts
                            ? " in each of " + parts + " parts"
                            : " in part " + (which.iterator().next() + 1) + " of " + parts;
            return switch (quantize.scheme()) {
                case WEIGHTS ->
                    "keeps the weights of %d nodes as 8-bit integers%s, %d others in float32"
                            .formatted(quantized, subject, floatNodes.size());
                case DYNAMIC ->
                    "multiplies 8-bit integers in %d nodes%s, over ranges found in each run; %d other products stay in float32"
                            .formatted(quantized, subject, floatNodes.size());
                case FP16 ->
                    "computes %d nodes on 16-bit floating point%s, %d stay in float32; ranges from %d calibration samples"
                            .formatted(quantized, subject, floatNodes.size(), ranges.samples());
                case AUTO, U8S8, U8S8_PER_TENSOR, S8S8, U8U8, U8S7, FLOAT -> fixed(quantize, subject);
            };
        }

        private String fixed(Quantize quantize, String subject) {
            boolean given = quantize.calibrator() instanceof Calibrator.Given;
            String origin = (given ? "as given, from " : "from ") + ranges.samples() + " calibration samples";
            return ("computes %d nodes on 8-bit integers%s, %d more vanished into ranges, %d stay in float32; "
                            + "ranges %s")
                    .formatted(quantized, subject, absorbed, floatNodes.size(), origin);
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>(refined);
            if (quantized == 0) {
                notes.add("nothing in the model could be quantized");
            }
            floatNodes.forEach(
                    node -> notes.add(node.operator() + " '" + node.name() + "' stays in float32: " + node.reason()));
            return notes;
        }
    }
}
