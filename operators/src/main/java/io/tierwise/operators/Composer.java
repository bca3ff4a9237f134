package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.runtime.FittedCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Applies operators to a model, left to right.
///
/// `QE` skips blocks of the quantized graph, `EQ` quantizes what is left; `QP` cuts the quantized graph
/// where bytes cross, `PQ` quantizes each part of the float model by itself.
public final class Composer {

    private static final int MOST_PARTS = 3;

    private final Context context;
    private final List<Account> accounts = new ArrayList<>();
    private final List<Operator> resolved = new ArrayList<>();
    private Uncut uncut;
    private List<Part> parts;
    private List<Integer> places = List.of(0);

    private Composer(Uncut uncut, Context context) {
        this.context = context;
        this.uncut = uncut;
        this.parts = List.of(Part.whole(uncut.model()));
    }

    /// Operators for the whole model, and, once it is cut, operators for single parts.
    ///
    /// @param operators in the order they apply
    /// @param perPart for each part in order the operators that apply to it alone; as many lists as
    ///     parts
    public record Request(List<Operator> operators, List<List<Operator>> perPart) {

        public Request {
            operators = List.copyOf(operators);
            perPart = perPart.stream().map(List::copyOf).toList();
            Composition.check(operators, perPart, MOST_PARTS);
        }

        /// Operators for the whole model that give this many parts.
        public static Request of(List<Operator> operators, int parts) {
            List<List<Operator>> none = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                none.add(List.of());
            }
            return new Request(operators, none);
        }
    }

    /// Applies operators to a model; a partition that names no tensors makes two parts.
    ///
    /// @throws OperatorException when the operators make no sense together or cannot be carried out on
    ///     the model
    public static Product apply(List<Operator> operators, Model model, Context context) {
        return apply(Request.of(operators, Composition.parts(operators)), Uncut.of(model), context);
    }

    /// Applies what is asked for the whole model, then what is asked for single places.
    ///
    /// Where the model has exits it is cut behind each of them as well, and every gate is closed:
    /// [ExitGates] says how far they may open.
    ///
    /// @throws OperatorException when something cannot be carried out on the model
    public static Product apply(Request request, Uncut uncut, Context context) {
        Composer composer = new Composer(uncut, context);
        int wanted = request.perPart().size();
        for (Operator operator : request.operators()) {
            composer.apply(operator, wanted);
        }
        if (wanted == 1) {
            composer.cutAtExits();
        }
        List<List<Operator>> resolvedPerPlace = new ArrayList<>();
        for (int place = 0; place < wanted; place++) {
            List<Operator> own = new ArrayList<>();
            for (Operator operator : request.perPart().get(place)) {
                own.add(composer.applyInPlace(operator, place));
            }
            resolvedPerPlace.add(own);
        }
        return new Product(
                composer.parts,
                composer.places,
                composer.accounts,
                composer.resolved,
                resolvedPerPlace,
                composer.codecs(),
                composer.uncut);
    }

    private Map<String, FittedCodec> codecs() {
        return resolved.stream()
                .filter(Partition.class::isInstance)
                .map(Partition.class::cast)
                .findFirst()
                .map(partition -> CodecFit.of(partition, parts, places, context.calibration()))
                .orElse(Map.of());
    }

    private void apply(Operator operator, int wantedParts) {
        switch (operator) {
            case Identity identity -> {
                resolved.add(identity);
                accounts.add(Account.of(identity, "leaves the model as it is", size(), size()));
            }
            case Quantize quantize -> {
                Set<Integer> all = new HashSet<>();
                for (int part = 0; part < parts.size(); part++) {
                    all.add(part);
                }
                resolved.add(quantize(quantize, all, context));
                if (parts.size() == 1) {
                    uncut = uncut.withModel(parts.getFirst().model());
                }
            }
            case EarlyExit exit -> apply(exit);
            case Partition partition -> {
                Cutting.Result result = Cutting.apply(partition, uncut, wantedParts, context);
                resolved.add(result.resolved());
                accounts.add(result.account());
                parts = result.parts();
                places = result.places();
            }
        }
    }

    private void apply(EarlyExit exit) {
        switch (exit.rule()) {
            case STUDY, SKIP -> {
                BlockSkipping.Result result = BlockSkipping.apply(exit, uncut.model(), context);
                resolved.add(exit);
                accounts.add(result.account());
                uncut = Uncut.of(result.model());
            }
            case EXIT, INT8 -> {
                MadeExits result = MadeExits.of(exit, uncut.model(), context);
                resolved.add(result.resolved());
                accounts.add(result.account());
                uncut = result.uncut();
            }
        }
        parts = List.of(Part.whole(uncut.model()));
    }

    private void cutAtExits() {
        if (!uncut.exits().isEmpty()) {
            parts = Cutting.atExits(uncut, context);
            places = Collections.nCopies(parts.size(), 0);
        }
    }

    private Operator applyInPlace(Operator operator, int place) {
        if (operator instanceof Quantize quantize) {
            Pace there = context.criteria().pace().ofPart(place);
            Set<Integer> here = new HashSet<>();
            for (int part = 0; part < parts.size(); part++) {
                if (places.get(part) == place) {
                    here.add(part);
                }
            }
            return quantize(
                    quantize, here, context.withCriteria(context.criteria().withPace(there)));
        }
        return operator;
    }

    private ModelSize size() {
        return ModelSize.of(parts);
    }

    /// Parts behind the first learn their ranges from what arrives there.
    private Quantize quantize(Quantize quantize, Set<Integer> which, Context where) {
        boolean behind = which.stream().anyMatch(part -> part > 0);
        Context arriving = behind ? where.withCodecs(codecs()) : where;
        Quantization.Result result = Quantization.apply(quantize, parts, which, arriving);
        parts = result.parts();
        accounts.add(result.account());
        return result.resolved();
    }
}
