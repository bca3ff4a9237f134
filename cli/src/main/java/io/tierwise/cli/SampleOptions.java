package io.tierwise.cli;

import io.tierwise.data.DataException;
import io.tierwise.data.ElementType;
import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleReader;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Share;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.operators.ExitEvidence;
import io.tierwise.study.Asking;
import io.tierwise.study.FitCheck;
import io.tierwise.study.Learning;
import io.tierwise.study.ModelInput;
import io.tierwise.study.StudyExits;
import io.tierwise.study.StudyFile;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudySamples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command that works on one model gets its samples from: a study file, or a folder or file
/// named directly.
final class SampleOptions {
    private static final long USUAL_SEED = 7;

    /// Half of the samples of `--data` are reported on where something is reported.
    private static final Map<Role, Share> SHARES = Map.of(
            Role.CALIBRATION, new Share.Fraction(0.25),
            Role.SELECTION, new Share.Fraction(0.25),
            Role.EVALUATION, new Share.Fraction(0.5));

    /// Exits need samples to promise on, too.
    private static final Map<Role, Share> EXIT_SHARES = Map.of(
            Role.CALIBRATION, new Share.Fraction(0.25),
            Role.SELECTION, new Share.Fraction(0.25),
            Role.PROMISE, new Share.Fraction(0.25),
            Role.EVALUATION, new Share.Fraction(0.25));

    @Option(
            names = "--study",
            paramLabel = "STUDY.yaml",
            description = "Take samples and preprocessing from a study file.")
    private @Nullable Path study;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed by which --study gives samples their roles, instead of the file's; also of the split"
                    + " of --data, where one is made.")
    private @Nullable Long seed;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Samples: a folder of images, a folder a class, IDX files (.gz too), or .npy.")
    private @Nullable Path data;

    @Option(
            names = "--labels",
            paramLabel = "PATH",
            description = "Labels of --data: CSV, IDX, .npy, or a folder of masks.")
    private @Nullable Path labels;

    @Option(
            names = "--preprocess",
            paramLabel = "STEPS",
            description = "From a sample of --data to the model's input, such as 'scale=1/255,mean=0.2860,std=0.3530'.")
    private @Nullable String preprocess;

    private record OneSample(Sample sample) implements SampleSet {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Sample get(int index) {
            return sample;
        }

        @Override
        public String describe() {
            return "one sample of zeros";
        }
    }

    /// The samples named.
    ///
    /// @param example one that every source has
    private record Chosen(
            Preprocessing preprocessing, Task task, SampleSet calibration, SampleSet selection, Sample example) {
        Asking asking(ModelInput input) {
            return new Asking(input, preprocessing, task);
        }
    }

    /// One input of the model: a sample, or zeros where the model's own shape says enough.
    ///
    /// @throws UsageException if a seed was given and there are no roles to be drawn
    Map<String, Tensor> oneInput(Path model) {
        if (study == null) {
            refuseSeed();
        }
        ModelInput input = ModelInput.of(model);
        return chosen().map(chosen -> chosen.asking(input).inputs(chosen.example()))
                .orElseGet(() -> Map.of(input.name(), zeros(input)));
    }

    /// What an operator may learn from the samples named.
    ///
    /// @param most samples to learn from
    /// @throws UsageException if none were named
    Learning learning(Path model, int most) {
        ModelInput input = ModelInput.of(model);
        Chosen chosen = chosen().orElseThrow(() -> new UsageException("This needs samples to learn from: name them"
                + " with --study STUDY.yaml, or with --data PATH [--labels PATH] [--preprocess STEPS]."));
        return new Learning(
                chosen.asking(input),
                Learning.first(refuseEmpty(chosen.calibration(), "calibration"), most),
                Learning.first(chosen.selection(), most),
                Learning.behind(chosen.selection(), most));
    }

    /// As [#learning(Path, int)]; where no samples were named, one of zeros stands in: enough for what asks
    /// for sizes alone.
    Learning sizes(Path model, int most) {
        if (chosen().isPresent()) {
            return learning(model, most);
        }
        ModelInput input = ModelInput.of(model);
        Tensor zeros = zeros(input);
        long[] shape = zeros.shape();
        Encoded value = new Encoded.ArrayValue(zeros.reshaped(Arrays.copyOfRange(shape, 1, shape.length)));
        SampleSet one = new OneSample(new Sample("zeros", value, new Label.None()));
        return new Learning(new Asking(input, Preprocessing.NONE, new Task.Agreement()), one, one);
    }

    /// Samples with a role each.
    ///
    /// @param learning what may be learnt from and chosen by
    /// @param evaluation what is reported on
    /// @param told how roles were given, for a reader
    record Roles(Learning learning, SampleSet evaluation, String told) {
        static Roles of(Asking asking, Map<Role, SampleSet> sets, int most, String told) {
            SampleSet calibration = Learning.first(set(sets, Role.CALIBRATION), most);
            SampleSet selection = Learning.first(set(sets, Role.SELECTION), most);
            SampleSet evaluation = set(sets, Role.EVALUATION);
            String counts = "%d calibration, %d selection, %d evaluation samples: "
                    .formatted(calibration.size(), selection.size(), evaluation.size());
            return new Roles(new Learning(asking, calibration, selection), evaluation, counts + told);
        }

        private static SampleSet set(Map<Role, SampleSet> sets, Role role) {
            return refuseEmpty(Objects.requireNonNull(sets.get(role)), role.word());
        }
    }

    /// The samples named by their roles: a study's own, or a seeded split of `--data` with the classes in
    /// their proportions.
    ///
    /// @param most samples to learn from, and to choose by
    /// @throws UsageException if none were named
    Roles roles(Path model, int most) {
        Learning all = learning(model, Integer.MAX_VALUE);
        if (study != null) {
            StudySamples named = plan(study).samples();
            Map<Role, SampleSet> sets = Map.of(
                    Role.CALIBRATION, named.calibration(),
                    Role.SELECTION, named.selection(),
                    Role.EVALUATION, new JoinedSamples(named.choice(), named.confirmation()));
            return Roles.of(all.asking(), sets, most, "the roles of " + study);
        }
        RoleSplit split = RoleSplit.of(all.calibration(), SHARES, seed());
        Map<Role, SampleSet> sets = new EnumMap<>(Role.class);
        SHARES.keySet().forEach(role -> sets.put(role, split.samples(role)));
        return Roles.of(all.asking(), sets, most, "a stratified split with seed " + seed());
    }

    /// Samples that exits are made of, and those they are reported on.
    ///
    /// @param learning where ranges come from and what losses are counted on
    /// @param told how roles were given, for a reader
    record ExitRoles(Asking asking, Learning learning, ExitEvidence evidence, SampleSet evaluation, String told) {}

    /// A study's own roles, or a seeded split of `--data` in four with the classes in their proportions.
    ///
    /// @throws UsageException if no samples were named
    ExitRoles exitRoles(Path model) {
        Learning all = learning(model, Integer.MAX_VALUE);
        if (study != null) {
            StudyPlan plan = plan(study);
            StudySamples named = plan.samples();
            return new ExitRoles(
                    all.asking(),
                    Learning.of(all.asking(), named.calibration(), named.selection()),
                    StudyExits.anew(plan, all.asking()),
                    new JoinedSamples(named.choice(), named.confirmation()),
                    "the roles of " + study);
        }
        RoleSplit split = RoleSplit.of(all.calibration(), EXIT_SHARES, seed());
        return new ExitRoles(
                all.asking(),
                Learning.of(all.asking(), split.samples(Role.CALIBRATION), split.samples(Role.SELECTION)),
                StudyExits.of(
                        all.asking(),
                        split.samples(Role.CALIBRATION),
                        split.samples(Role.SELECTION),
                        split.samples(Role.PROMISE),
                        StudyExits.USUAL),
                refuseEmpty(split.samples(Role.EVALUATION), Role.EVALUATION.word()),
                "a stratified split with seed " + seed());
    }

    /// Refuses samples that a choice cannot be made by: none, or with labels that the model has no
    /// class for.
    static void checkLabels(Learning learning) {
        SampleSet samples = refuseEmpty(learning.selection(), "selection");
        FitCheck fit = FitCheck.of(learning.asking(), samples.get(0));
        for (int i = 0; i < samples.size(); i++) {
            fit.sample(samples.get(i));
        }
    }

    private static SampleSet refuseEmpty(SampleSet samples, String role) {
        if (samples.size() == 0) {
            throw new DataException(
                    "There are no " + role + " samples, and they are needed here: give that role some in"
                            + " the study file, or name more samples with --data.");
        }
        return samples;
    }

    /// Samples that two models answer, and how they are asked.
    ///
    /// @param samples in their own order
    record Answering(Preprocessing preprocessing, Task task, List<Sample> samples) {
        Asking asking(ModelInput input) {
            return new Asking(input, preprocessing, task);
        }
    }

    /// The samples that may be reported on, at most `most`; empty where none were named.
    Optional<Answering> answering(int most) {
        refuseContradictions();
        return Optional.ofNullable(study)
                .map(file -> {
                    StudyPlan plan = plan(file);
                    return answering(
                            plan.preprocessing(),
                            plan.task(),
                            most,
                            plan.samples().choice(),
                            plan.samples().confirmation());
                })
                .or(() -> Optional.ofNullable(data).map(path -> {
                    Chosen chosen = ofData(path);
                    return answering(chosen.preprocessing(), chosen.task(), most, chosen.selection());
                }));
    }

    private static Answering answering(Preprocessing preprocessing, Task task, int most, SampleSet... sets) {
        return new Answering(
                preprocessing,
                task,
                Arrays.stream(sets)
                        .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::get))
                        .limit(most)
                        .toList());
    }

    /// Seed of what the command draws itself.
    long seed() {
        return seed == null ? USUAL_SEED : seed;
    }

    private Optional<Chosen> chosen() {
        refuseContradictions();
        if (study == null && data == null) {
            refuseSeed();
        }
        return Optional.ofNullable(study)
                .map(this::ofStudy)
                .or(() -> Optional.ofNullable(data).map(this::ofData));
    }

    private void refuseSeed() {
        if (seed != null) {
            throw new UsageException("--seed gives the samples of --study their roles, and --study is missing.");
        }
    }

    private void refuseContradictions() {
        if (study != null && data != null) {
            throw new UsageException("--study and --data both name samples: use one of them.");
        }
        if (data == null && (labels != null || preprocess != null)) {
            throw new UsageException((labels != null ? "--labels" : "--preprocess")
                    + " says something of the samples that --data names, and --data is missing.");
        }
    }

    private StudyPlan plan(Path file) {
        OptionalLong asked = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        return StudyFile.read(file).plan(new StudyFile.Overrides(asked, OptionalInt.empty()));
    }

    private Chosen ofStudy(Path file) {
        StudyPlan plan = plan(file);
        return new Chosen(
                plan.preprocessing(),
                plan.task(),
                plan.samples().calibration(),
                plan.samples().selection(),
                plan.samples().choice().get(0));
    }

    private Chosen ofData(Path path) {
        SampleSet samples = SampleReader.open(path, Optional.ofNullable(labels));
        if (samples.size() == 0) {
            throw new DataException("There are no samples in " + samples.describe() + ".");
        }
        Preprocessing steps = preprocess == null ? Preprocessing.NONE : Preprocessing.parse(preprocess);
        Sample first = samples.get(0);
        return new Chosen(steps, taskOf(first, steps), samples, samples, first);
    }

    private static Task taskOf(Sample first, Preprocessing steps) {
        return switch (first.label()) {
            case Label.ClassIndex index -> new Task.Classification(1, steps.classOffset());
            case Label.ClassMap map -> new Task.Segmentation(-1);
            case Label.None none -> new Task.Agreement();
        };
    }

    /// An open first extent is the batch: one.
    private static Tensor zeros(ModelInput input) {
        List<Long> extents = input.spec().shape();
        if (extents.isEmpty() || extents.stream().skip(1).anyMatch(extent -> extent < 1)) {
            throw new UsageException(input.model() + " takes " + input
                    + ", whose size is open: name samples (--study or --data) so that it is known.");
        }
        long[] shape = extents.stream().mapToLong(extent -> Math.max(1, extent)).toArray();
        ElementType type = input.spec().type();
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.toIntExact(Tensor.byteSize(type, shape)))
                .order(ByteOrder.nativeOrder());
        return Tensor.ofBuffer(type, zeros, shape);
    }
}
