package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.deployment.DeployedPart;
import io.tierwise.deployment.Place;
import io.tierwise.deployment.Strategy;
import io.tierwise.onnx.Model;
import io.tierwise.operators.Account;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.CutAccount;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.Identity;
import io.tierwise.operators.ModelSize;
import io.tierwise.operators.Operator;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Part;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Product;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.Uncut;
import io.tierwise.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the model files that strategies need, each once: what several strategies share is quantized,
/// searched and timed a single time.
final class Workshop {
    private final StudyPlan plan;
    private final Model original;
    private final Context context;
    private final Artefacts artefacts;
    private final Asking asking;
    private final WireTime wire;
    private final Optional<Paces> paces;
    private final Map<String, Product> uncut = new HashMap<>();
    private final Map<String, Optional<ExitGates.Opened>> opened = new HashMap<>();
    private final Map<String, Model> uncutModels;

    /// @param context samples to learn from and a folder for weights, where the models' files go too;
    ///     its cut cost is replaced for each placement
    /// @param asking how the model is asked about a sample
    /// @param wire knows how long requests travel at least
    Workshop(StudyPlan plan, Model original, Context context, Asking asking, WireTime wire) {
        this.plan = plan;
        this.original = original;
        this.context = context;
        this.artefacts = new Artefacts(context.workFolder());
        this.asking = asking;
        this.wire = wire;
        this.paces = Optional.empty();
        this.uncutModels = new LinkedHashMap<>();
    }

    private Workshop(Workshop other, Paces paces) {
        this.plan = other.plan;
        this.original = other.original;
        this.context = other.context;
        this.artefacts = other.artefacts;
        this.asking = other.asking;
        this.wire = other.wire;
        this.paces = Optional.of(paces);
        this.uncutModels = other.uncutModels;
    }

    /// The same, where operators can ask how fast models run.
    Workshop pacedBy(Paces there) {
        return new Workshop(this, there);
    }

    /// The models of all strategies made so far, before any of them was cut, by what was done to them.
    Map<String, Model> uncutModels() {
        return Collections.unmodifiableMap(uncutModels);
    }

    /// What the study gives its models.
    Map<String, Tensor> sample() {
        return asking.inputs(plan.samples().choice().get(0));
    }

    /// What operators learn from.
    Calibration calibration() {
        return context.calibration();
    }

    /// Makes the files of one strategy and resolves its choices.
    ///
    /// @param asked the same as the study file has it
    Crafted craft(Strategy strategy, Strategy asked) {
        List<List<Operator>> perPart =
                strategy.places().stream().map(Place::operators).toList();
        int cut = indexOfPartition(strategy.operators());
        if (cut == strategy.operators().size()) {
            boolean shared = perPart.stream().allMatch(List::isEmpty);
            var request = new Composer.Request(strategy.operators(), perPart);
            return assemble(
                    strategy,
                    asked,
                    shared
                            ? whole(strategy.operators(), strategy.tiers())
                            : Composer.apply(request, Uncut.of(original), placedOn(strategy.tiers())));
        }
        Product whole = whole(strategy.operators().subList(0, cut), strategy.tiers());
        var request = new Composer.Request(
                strategy.operators().subList(cut, strategy.operators().size()), perPart);
        Product cutUp = Composer.apply(request, whole.uncut(), placedOn(strategy.tiers()));
        return assemble(strategy, asked, joined(whole, cutUp));
    }

    /// The uncut model after some operators, each of which goes on from what those before it made.
    ///
    /// @param tiers where it will run, which matters to what they choose
    private Product whole(List<Operator> operators, List<String> tiers) {
        Product made = made(operators, tiers);
        String name = text(made.resolved());
        if (made.uncut().exits().isEmpty()) {
            uncutModels.putIfAbsent(
                    name.isEmpty() ? new Identity().text() : name, made.uncut().model());
        }
        return made;
    }

    private Product made(List<Operator> operators, List<String> tiers) {
        if (operators.isEmpty()) {
            return Product.of(Uncut.of(original));
        }
        boolean open = operators.stream().anyMatch(Workshop::choosesByPace);
        String key = text(operators)
                + (open ? paces.map(known -> "@" + known.key(tiers)).orElse("") : "");
        Product known = uncut.get(key);
        if (known == null) {
            Product before = made(operators.subList(0, operators.size() - 1), tiers);
            var request = Composer.Request.of(List.of(operators.getLast()), 1);
            known = joined(before, Composer.apply(request, before.uncut(), placedOn(tiers)));
            uncut.put(key, known);
            uncut.putIfAbsent(text(known.resolved()), known);
        }
        return known;
    }

    private static boolean choosesByPace(Operator operator) {
        return switch (operator) {
            case Quantize quantize -> quantize.scheme() == Scheme.AUTO;
            case EarlyExit exit ->
                exit.rule() == EarlyExit.Rule.INT8 && exit.scheme().isEmpty();
            case Identity _, Partition _ -> false;
        };
    }

    private Context placedOn(List<String> tiers) {
        Criteria placed = context.criteria().withCutCost(new PlacementCost(plan.topology(), tiers));
        return context.withCriteria(
                paces.map(known -> placed.withPace(known.on(tiers)).withCodecPace(known.ofCodecs()))
                        .orElse(placed));
    }

    private static Product joined(Product whole, Product cutUp) {
        List<Account> accounts = new ArrayList<>(whole.accounts());
        accounts.addAll(cutUp.accounts());
        List<Operator> resolved = new ArrayList<>(whole.resolved());
        resolved.addAll(cutUp.resolved());
        return new Product(
                cutUp.parts(),
                cutUp.places(),
                accounts,
                resolved,
                cutUp.resolvedPerPlace(),
                cutUp.codecs(),
                cutUp.uncut());
    }

    private Crafted assemble(Strategy strategy, Strategy asked, Product closed) {
        checkAnswer(closed);
        var resolved = resolved(strategy, closed);
        String operators = text(closed.resolved());
        Optional<ExitGates.Opened> gates =
                opened.computeIfAbsent(operators + closed.resolvedPerPlace(), key -> ExitGates.open(closed, context));
        Product product = gates.map(ExitGates.Opened::product).orElse(closed);
        Optional<ExitsRecord> exits =
                gates.map(known -> ExitsRecord.of(known, asking, plan.samples().choice(), plan.seed()));
        List<DeployedPart> parts = new ArrayList<>();
        List<PartRecord> records = new ArrayList<>();
        int count = product.parts().size();
        List<List<TensorSpec>> arriving = Arrivals.at(product.parts(), this::sample);
        for (int i = 0; i < count; i++) {
            Part part = product.parts().get(i);
            int at = product.places().get(i);
            Place place = resolved.places().get(at);
            String label = operators + text(place.operators()) + (count == 1 ? "" : "." + (i + 1) + "of" + count);
            int threads = plan.topology().tier(place.tier()).threads();
            DeployedPart written = artefacts
                    .write(part, label, threads, arriving.get(i))
                    .withCodecs(product.codecs())
                    .at(at);
            ModelSize size = ModelSize.of(part.model());
            parts.add(part.gate().map(written::withGate).orElse(written));
            records.add(new PartRecord(place.tier(), written.id(), size.bytes(), size.parameters(), -1));
        }
        var description = new StrategyDescription(
                named(resolved, asked).text(),
                asked.text(),
                resolved.text(),
                strategy.letters(),
                records,
                Stream.concat(
                                product.accounts().stream().flatMap(account -> account.summary().stream()),
                                exits.stream().flatMap(known -> known.lines().stream()))
                        .toList(),
                product.accounts().stream()
                        .flatMap(account -> account.cuts().stream())
                        .map(CutAccount::name)
                        .toList(),
                product.accounts().stream()
                        .flatMap(account -> account.skippedBlocks().stream())
                        .toList(),
                wire.least(strategy.tiers(), product, arriving),
                exits);
        List<QuantizationRecord> quantizations = product.accounts().stream()
                .filter(account ->
                        account.probe().isPresent() || account.nodes().isPresent())
                .map(QuantizationRecord::of)
                .toList();
        return new Crafted(description, resolved, parts, quantizations);
    }

    private static Strategy resolved(Strategy strategy, Product product) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < strategy.places().size(); i++) {
            places.add(new Place(
                    strategy.places().get(i).tier(), product.resolvedPerPlace().get(i)));
        }
        return new Strategy(product.resolved(), places);
    }

    /// The resolved strategy without the tensors that were chosen for exits.
    private static Strategy named(Strategy resolved, Strategy asked) {
        boolean names = asked.operators().stream()
                .anyMatch(operator ->
                        operator instanceof EarlyExit exit && !exit.taps().isEmpty());
        return names
                ? resolved
                : new Strategy(
                        resolved.operators().stream()
                                .map(operator -> operator instanceof EarlyExit exit ? exit.withoutTaps() : operator)
                                .toList(),
                        resolved.places());
    }

    /// A task reads the model's first output, and the last part gives the answer.
    private void checkAnswer(Product product) {
        String answer = original.graph().outputs().getFirst().name();
        if (!product.parts().getLast().outputs().getFirst().equals(answer)) {
            throw new OperatorException("the answer '" + answer + "' is made before the last cut, and what lies behind "
                    + "would run for nothing: cut earlier");
        }
    }

    private static int indexOfPartition(List<Operator> operators) {
        for (int i = 0; i < operators.size(); i++) {
            if (operators.get(i) instanceof Partition) {
                return i;
            }
        }
        return operators.size();
    }

    private static String text(List<Operator> operators) {
        return operators.stream().map(Operator::text).collect(Collectors.joining());
    }
}
