package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.stats.NonNegativeLeastSquares;
import io.tierwise.stats.Quantiles;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Groundwork;
import io.tierwise.study.PartRecord;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// Says what every strategy would take, on a study's own tiers and links or on others: from models timed node by
/// node, and from the strategies that were measured.
///
/// A cell ([Cells]) that was measured keeps its measured median; where rates or shares are others than they were, it
/// moves by
/// what the forecast moves.
public final class Forecaster {
    private static final int LEAST_MEASURED = 2;

    private final StudyRecord record;
    private final Groundwork groundwork;
    private final ForecastTerms terms;
    private final Cells possible;
    private final List<WorkedCell> cells;
    private final List<WorkedCell> contenders;
    private final Map<Cell, Double> measured = new LinkedHashMap<>();
    private final Map<Cell, Double> measuredMemory = new LinkedHashMap<>();
    private final List<String> outside = new ArrayList<>();
    private final ForecastFit time;
    private final NonNegativeLeastSquares memory;
    private final Admission admission;

    private Forecaster(StudyRecord record, Groundwork groundwork, List<Goal> goals) {
        this.record = record;
        this.groundwork = groundwork;
        this.terms = new ForecastTerms(groundwork);
        this.admission = new Admission(record, groundwork, goals);
        for (Figures figures : Figures.of(record)) {
            Cell.of(figures.name(), groundwork.models())
                    .filter(this::isHere)
                    .ifPresentOrElse(cell -> learn(cell, figures), () -> outside.add(figures.name()));
        }
        if (measured.size() < LEAST_MEASURED) {
            throw new ForecastException("a forecast needs at least " + LEAST_MEASURED
                    + " measured strategies on tiers of this machine, found " + measured.size()
                    + "; run the study with more strategies");
        }
        this.time = fitTime();
        this.memory = fitMemory();
        this.possible = new Cells(groundwork, topology().outward());
        this.cells = possible.all(measured.keySet()).stream()
                .filter(this::isHere)
                .map(this::worked)
                .toList();
        this.contenders = WorkedCell.contenders(cells);
    }

    private void learn(Cell cell, Figures figures) {
        measured.put(cell, figures.nanos(Figure.P50));
        if (figures.strategy().peakMemoryBytes() >= 0) {
            measuredMemory.put(cell, (double) figures.strategy().peakMemoryBytes());
        }
    }

    /// From a study's record.
    ///
    /// @param goals what cells must keep; those of accuracy are judged by what the study found for the same
    ///     operators
    /// @throws ForecastException when nothing can be forecast from it
    public static Forecaster of(StudyRecord record, List<Goal> goals) {
        Groundwork groundwork = record.groundwork()
                .orElseThrow(
                        () -> new ForecastException("this study holds no models timed node by node: it is older than "
                                + "forecasts are, or none of its tiers runs on the machine that asked; run it again"));
        return new Forecaster(record, groundwork, goals);
    }

    /// The same; empty where nothing can be forecast from it.
    public static Optional<Forecaster> ifAny(StudyRecord record, List<Goal> goals) {
        try {
            return Optional.of(of(record, goals));
        } catch (ForecastException e) {
            System.getLogger(Forecaster.class.getName()).log(System.Logger.Level.DEBUG, "no forecasts", e);
            return Optional.empty();
        }
    }

    /// The tiers and links of the study.
    public Topology topology() {
        return groundwork.topology(record.source());
    }

    /// How many strategies can be forecast.
    public int size() {
        return cells.size();
    }

    /// How many of them were measured.
    public int measured() {
        return measured.size();
    }

    /// Nine in ten forecasts lie in their intervals, whose ends are this factor away in the middle of all; empty where
    /// too little was measured to know.
    public OptionalDouble factor() {
        double[] factors = cells.stream()
                .filter(worked -> !worked.measured())
                .flatMapToDouble(worked -> worked.factor().stream())
                .toArray();
        return factors.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Quantiles.median(factors));
    }

    /// What these forecasts do not say, one sentence each.
    public List<String> limits() {
        List<String> limits = new ArrayList<>(admission.limits());
        limits.addAll(possible.limits());
        if (!outside.isEmpty()) {
            limits.add(
                    "Not among the forecasts, though it ran (samples leave it early, a part is changed after the cut, its"
                            + " codec was not timed, or a tier is elsewhere): " + String.join(", ", outside) + ".");
        }
        return limits;
    }

    /// Strategies that ran and are not among the cells.
    public List<String> outside() {
        return List.copyOf(outside);
    }

    /// Every cell that keeps the goals under these rates and shares, fastest first.
    public List<Forecast> all(Topology topology) {
        List<Forecast> all = new ArrayList<>();
        new Round(topology).each(cells, (worked, nanos) -> all.add(forecast(worked, nanos, topology)));
        all.sort(Comparator.comparingDouble(Forecast::nanos));
        return all;
    }

    /// Some strategies under these rates and shares, whether or not they keep the goals, in the order they are named;
    /// those that are no cells are left out.
    public List<Forecast> of(List<String> strategies, Topology topology) {
        var round = new Round(topology);
        return strategies.stream()
                .flatMap(name ->
                        cells.stream().filter(worked -> worked.cell().name().equals(name)))
                .map(worked -> forecast(worked, round.nanos(worked), topology))
                .toList();
    }

    /// The fastest cell that keeps the goals under these rates and shares; empty where none does.
    public Optional<Forecast> best(Topology topology) {
        WorkedCell[] best = new WorkedCell[1];
        double[] least = {Double.POSITIVE_INFINITY};
        new Round(topology).each(contenders, (worked, nanos) -> {
            if (nanos < least[0]) {
                least[0] = nanos;
                best[0] = worked;
            }
        });
        return Optional.ofNullable(best[0]).map(worked -> forecast(worked, least[0], topology));
    }

    /// What is one tile of a grid.
    ///
    /// @param operators what is done to the model before it is cut
    /// @param tiers of its parts
    record Kind(String operators, List<String> tiers) {
        static Kind of(Cell cell) {
            return new Kind(cell.model().operators(), cell.tiers());
        }
    }

    /// Every model on every choice of tiers.
    List<Kind> kinds() {
        List<List<String>> tiers = possible.choices().stream()
                .sorted(Comparator.comparingInt(List::size))
                .toList();
        Set<Kind> known = cells.stream().map(worked -> Kind.of(worked.cell())).collect(Collectors.toSet());
        return groundwork.models().stream()
                .flatMap(model -> tiers.stream().map(chosen -> new Kind(model.operators(), chosen)))
                .filter(known::contains)
                .toList();
    }

    /// Of every kind the fastest cell that keeps the goals under these rates and shares; kinds of which none does are
    /// left out.
    Map<Kind, Forecast> bestOfEach(Topology topology) {
        Map<Kind, WorkedCell> best = new LinkedHashMap<>();
        Map<Kind, Double> least = new HashMap<>();
        new Round(topology).each(contenders, (worked, nanos) -> {
            Kind kind = Kind.of(worked.cell());
            if (nanos < least.getOrDefault(kind, Double.POSITIVE_INFINITY)) {
                least.put(kind, nanos);
                best.put(kind, worked);
            }
        });
        Map<Kind, Forecast> forecasts = new LinkedHashMap<>();
        best.forEach((kind, worked) ->
                forecasts.put(kind, forecast(worked, least.getOrDefault(kind, Double.NaN), topology)));
        return forecasts;
    }

    /// The forecasts taken apart, for a page to put together again under other rates and shares.
    ///
    /// @param most cells it may hold; measured ones stay, and of those that are the fastest somewhere those that
    ///     are fastest here
    public LiveForecast live(int most) {
        Topology topology = topology();
        var parts = new LiveParts(topology);
        var round = new Round(topology);
        List<LiveForecast.LiveCell> kept = new ArrayList<>();
        cells.stream()
                .filter(WorkedCell::measured)
                .forEach(worked -> kept.add(live(worked, parts).moved(worked.movedNanos())));
        contenders.stream()
                .filter(worked -> !worked.measured())
                .sorted(Comparator.comparingDouble(round::nanos))
                .limit(Math.max(0, most - kept.size()))
                .forEach(worked -> kept.add(live(worked, parts)));
        return new LiveForecast(
                parts.tiers(),
                parts.links(),
                topology.names().indexOf(record.source()),
                cells.getFirst().times().sourceNanos(),
                factor(),
                kept,
                cells.size() - kept.size());
    }

    private LiveForecast.LiveCell live(WorkedCell worked, LiveParts parts) {
        return parts.cell(worked.cell(), worked.times(), worked.factor(), admission.drop(worked.cell()));
    }

    private Forecast forecast(WorkedCell worked, double nanos, Topology topology) {
        Cell cell = worked.cell();
        boolean own = worked.measured() && isOwn(cell, topology);
        return new Forecast(
                cell.name(),
                cell.model().operators(),
                nanos,
                own ? OptionalDouble.of(1) : factor(cell, Placement.of(cell.tiers(), topology), nanos),
                own ? basis(cell) : Forecast.Basis.FORECAST,
                worked.memoryBytes());
    }

    private Forecast.Basis basis(Cell cell) {
        boolean emulated = record.tiers().stream()
                .anyMatch(tier -> tier.emulated() && cell.tiers().contains(tier.name()));
        return emulated ? Forecast.Basis.EMULATED : Forecast.Basis.MEASURED;
    }

    private boolean isOwn(Cell cell, Topology topology) {
        Placement here = Placement.of(cell.tiers(), topology);
        Placement then = Placement.of(cell.tiers(), topology());
        return here.ways().equals(then.ways())
                && here.slowness().equals(then.slowness())
                && here.sourceSlowness() == then.sourceSlowness();
    }

    /// What is timed here holds for processes of the study's own.
    private boolean isHere(Cell cell) {
        return record.tiers().stream()
                .filter(tier -> cell.tiers().contains(tier.name()))
                .map(TierRecord::elsewhere)
                .noneMatch(Optional::isPresent);
    }

    private ForecastFit fitTime() {
        Topology topology = topology();
        List<Cell> known = List.copyOf(measured.keySet());
        double[][] rows = new double[known.size()][];
        double[] wire = new double[known.size()];
        double[] found = new double[known.size()];
        for (int i = 0; i < found.length; i++) {
            Placement placement = Placement.of(known.get(i).tiers(), topology);
            rows[i] = terms.of(known.get(i), placement);
            wire[i] = terms.wireNanos(known.get(i), placement);
            found[i] = measured.getOrDefault(known.get(i), 0.0);
        }
        return ForecastFit.of(rows, wire, found, terms.expected());
    }

    /// A part's peak is a constant, and so much for each byte of its weights.
    private NonNegativeLeastSquares fitMemory() {
        List<double[]> rows = new ArrayList<>();
        List<Double> peaks = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (StrategyRecord strategy : record.strategies()) {
            for (PartRecord part : strategy.parts()) {
                if (part.peakMemoryBytes() > 0 && seen.add(part.artefact())) {
                    rows.add(new double[] {
                        1.0 / part.peakMemoryBytes(), (double) part.modelBytes() / part.peakMemoryBytes()
                    });
                    peaks.add(1.0);
                }
            }
        }
        if (rows.isEmpty()) {
            return new NonNegativeLeastSquares(List.of(0.0, 1.0), 0);
        }
        return NonNegativeLeastSquares.fit(
                rows.toArray(double[][]::new),
                peaks.stream().mapToDouble(p -> p).toArray());
    }

    private OptionalDouble factor(Cell cell, Placement placement, double nanos) {
        return time.factor(terms.of(cell, placement), nanos);
    }

    private WorkedCell worked(Cell cell) {
        Placement own = Placement.of(cell.tiers(), topology());
        var times = new CellTimes(cell, own, terms, time.fit().coefficients());
        List<Double> partMemory = new ArrayList<>();
        for (int part = 0; part < cell.parts(); part++) {
            partMemory.add(memory.at(new double[] {1, cell.partWeightBytes(part)}));
        }
        double most = measuredMemory.getOrDefault(cell, Collections.max(partMemory));
        Double found = measured.get(cell);
        return new WorkedCell(
                cell,
                times,
                partMemory,
                most,
                admission.keepsLasting(cell, most),
                factor(cell, own, times.nanos(own)),
                found != null,
                found == null ? 0 : found - times.nanos(own));
    }

    private interface Seen {
        void cell(WorkedCell worked, double nanos);
    }

    /// Goes through cells under one set of rates and shares.
    private final class Round {
        private final Map<List<String>, Placement> placements = new HashMap<>();
        private final Topology topology;

        Round(Topology topology) {
            this.topology = topology;
        }

        void each(List<WorkedCell> some, Seen seen) {
            for (WorkedCell worked : some) {
                if (worked.admitted() && worked.fits(placement(worked))) {
                    double nanos = nanos(worked);
                    if (admission.keepsTime(nanos)) {
                        seen.cell(worked, nanos);
                    }
                }
            }
        }

        double nanos(WorkedCell worked) {
            return worked.nanos(placement(worked));
        }

        private Placement placement(WorkedCell worked) {
            return placements.computeIfAbsent(worked.cell().tiers(), tiers -> Placement.of(tiers, topology));
        }
    }
}
