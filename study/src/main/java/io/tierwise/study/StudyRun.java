package io.tierwise.study;

import io.tierwise.agent.Token;
import io.tierwise.data.Sample;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.HostFacts;
import io.tierwise.deployment.HostWatch;
import io.tierwise.deployment.Place;
import io.tierwise.deployment.Strategy;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.Identity;
import io.tierwise.operators.Loss;
import io.tierwise.operators.Sparing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Carries out a study: makes the model files, measures, takes memory and answers, confirms. Everything
/// lands in the journal as it happens, and a run that finds entries there goes on behind them.
public final class StudyRun {
    private final StudyPlan plan;
    private final Path folder;
    private final Clock clock;
    private final Progress progress;
    private final FleetSettings settings;
    private final Duration sustained;

    /// @param folder results folder; made if it does not exist
    /// @param clock says when the study began
    public StudyRun(StudyPlan plan, Path folder, Clock clock, Progress progress) {
        this(plan, folder, clock, progress, FleetSettings.local(folder.resolve("logs"), plan.seed()), Duration.ZERO);
    }

    private StudyRun(
            StudyPlan plan, Path folder, Clock clock, Progress progress, FleetSettings settings, Duration sustained) {
        this.plan = plan;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
        this.settings = settings;
        this.sustained = sustained;
    }

    /// The same with the token that agents on other machines were started with.
    public StudyRun withToken(Token token) {
        return new StudyRun(plan, folder, clock, progress, settings.withToken(token), sustained);
    }

    /// The same, with the winner run on for so long in the end.
    public StudyRun withSustained(Duration duration) {
        return new StudyRun(plan, folder, clock, progress, settings, duration);
    }

    /// Runs the study to its end. Nothing is written before model and samples are known to fit, and
    /// agents elsewhere to be there.
    ///
    /// @param counsel decides what is measured and what is confirmed
    /// @return everything found
    /// @throws io.tierwise.data.DataException naming a sample that cannot be used
    /// @throws JournalException if the folder holds another study
    /// @throws io.tierwise.agent.TierException if an agent elsewhere is not reached, at the beginning
    ///     or any more
    /// @throws io.tierwise.deployment.TopologyException if agents elsewhere need a token and there is
    ///     none
    public StudyRecord run(Counsel counsel) {
        return prepared((journal, fleet, workshop, untouched) -> {
            var crafting = new Crafting(journal, progress);
            Additions.Preliminaries preliminaries = strategies -> {
                new MemoryPass(plan, journal, settings, progress).run(strategies);
                new AccuracyPass(plan, journal, fleet, settings, progress).run(untouched, strategies);
            };
            List<Crafted> crafted = craft(workshop, crafting, journal, fleet);
            new ProfilePass(plan, journal, progress)
                    .run(workshop.uncutModels(), workshop.sample(), workshop.calibration());
            preliminaries.take(crafted);
            var stopwatch = new Stopwatch(journal, clock);
            var course = Course.of(plan, names(crafted), untouched.name(), Additions.read(journal));
            Planner planner = new Spending(
                    counsel.planner(StudyReader.read(journal), course),
                    plan.schedule().budget(),
                    stopwatch::total);
            var additions = new Additions(journal, crafting, workshop, preliminaries, progress);
            List<Crafted> all = compare(journal, fleet, crafted, untouched, planner, additions::make);
            List<Crafted> finalists = named(counsel.finalists(StudyReader.read(journal)), all);
            new ConfirmationPass(plan, journal, fleet, guard(), progress).run(finalists);
            if (!sustained.isZero() && !finalists.isEmpty()) {
                new SustainedPass(plan, journal, fleet, clock, progress).run(finalists.getFirst(), sustained);
            }
        });
    }

    /// Takes times of the plan's strategies in every round and nothing else: no memory, no answers, no choice.
    ///
    /// @throws io.tierwise.agent.TierException and others as [#run(Counsel)]
    public StudyRecord times() {
        return prepared((journal, fleet, workshop, untouched) -> {
            List<Crafted> crafted = craft(workshop, new Crafting(journal, progress), journal, fleet);
            Planner planner = new Equally(Course.of(plan, names(crafted), untouched.name(), List.of()));
            compare(journal, fleet, crafted, untouched, planner, none -> List.of());
        });
    }

    /// Measures the untouched model at the source against itself, under a second name
    /// ([StudyRecord#TWIN_MARK]), for as many rounds as the study has at most: whatever this machine tells
    /// apart then is not there.
    ///
    /// @throws io.tierwise.agent.TierException and others as [#run(Counsel)]
    public StudyRecord selfTest() {
        return prepared((journal, fleet, workshop, untouched) -> {
            List<Crafted> both = List.of(untouched, untouched.twin());
            for (int i = 0; i < both.size(); i++) {
                journal.strategy(i, both.get(i).description());
            }
            Planner planner = new Equally(Course.of(plan, names(both), untouched.name(), List.of()));
            compare(journal, fleet, both, untouched, planner, none -> List.of());
        });
    }

    /// What is done once model files and agents are there.
    private interface Work {
        void on(Journal journal, Fleet fleet, Workshop workshop, Crafted untouched);
    }

    private StudyRecord prepared(Work work) {
        Fleet.rollCall(plan.topology(), settings);
        FitCheck.Fitting fitting = FitCheck.all(plan, progress);
        Learning learning = fitting.learning();
        prepareFolder();
        try (Journal journal = Journal.open(folder)) {
            InputTravel travel = fitting.travel().keptIn(journal);
            var header = new StudyHeader(plan, journal, clock);
            header.begin();
            Model original = ModelReader.read(plan.model());
            Workshop workshop = workshop(original, learning, travel);
            Crafted untouched = workshop.craft(untouched(), untouched());
            journal.fact("untouched", untouched.description().chain());
            try (Fleet fleet = Fleet.start(plan.topology(), settings)) {
                fleet.preprocessing(plan.preprocessing());
                fleet.inputsTravelAs(travel.form());
                header.environment(picture(original, learning.asking()), HostFacts.read(), fleet);
                work.on(journal, fleet, workshop, untouched);
            }
            return StudyReader.read(journal);
        }
    }

    private void prepareFolder() {
        try {
            Files.createDirectories(folder.resolve("artefacts"));
            Files.createDirectories(folder.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Workshop workshop(Model original, Learning learning, InputTravel travel) {
        Path artefacts = folder.resolve("artefacts").toAbsolutePath();
        var context =
                new Context(learning.ranges(), criteria(original, learning), Sparing.NONE, artefacts, 1, plan.seed());
        var wire = new WireTime(plan.topology(), travel.sizes().least());
        return new Workshop(plan, original, context, learning.asking(), wire);
    }

    private Criteria criteria(Model original, Learning learning) {
        if (learning.selection().size() == 0) {
            return Criteria.none();
        }
        Loss loss = learning.loss(original);
        return Criteria.none()
                .withLoss(loss)
                .withTolerance(new GoalTolerance(plan.goals(), () -> loss.of(original)))
                .withExits(StudyExits.of(plan, learning.asking()));
    }

    private ModelSummary picture(Model original, Asking asking) {
        return ModelPicture.of(
                original, plan.model(), asking.inputs(plan.samples().choice().get(0)));
    }

    /// The untouched model at the source, whether or not the study compares it: answers are compared
    /// with its own.
    private Strategy untouched() {
        return new Strategy(
                List.of(new Identity()), List.of(Place.on(plan.topology().source())));
    }

    /// Makes every strategy's files, while the tiers are up and idle: what is chosen by how fast a model
    /// runs is chosen there.
    private List<Crafted> craft(Workshop workshop, Crafting crafting, Journal journal, Fleet fleet) {
        List<Strategy> strategies = new ArrayList<>(plan.strategies());
        Additions.read(journal).forEach(addition -> strategies.add(Strategy.parse(addition.strategy())));
        try (var paces = new AgentPaces(
                plan.topology(), fleet, settings, folder.resolve("artefacts").toAbsolutePath())) {
            return crafting.craft(workshop.pacedBy(paces), strategies);
        }
    }

    private static List<String> names(List<Crafted> crafted) {
        return crafted.stream().map(Crafted::name).toList();
    }

    private List<Crafted> compare(
            Journal journal,
            Fleet fleet,
            List<Crafted> crafted,
            Crafted control,
            Planner planner,
            Comparison.Maker maker) {
        List<Sample> samples = IntStream.range(0, Course.samples(plan))
                .mapToObj(plan.samples().choice()::get)
                .toList();
        fleet.samples(samples);
        List<String> timed = samples.stream().map(Sample::id).toList();
        return new Comparison(plan, journal, fleet, crafted, control, guard(), progress, timed, maker).run(planner);
    }

    private Guard guard() {
        return new Guard(new HostWatch(clock));
    }

    private static List<Crafted> named(List<String> names, List<Crafted> crafted) {
        return names.stream()
                .flatMap(name -> crafted.stream().filter(one -> one.name().equals(name)))
                .toList();
    }
}
