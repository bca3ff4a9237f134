package io.tierwise.study;

import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.ExitEvidence;
import java.util.List;

/// What exits are made of: samples by their roles, and what leaving early may cost.
public final class StudyExits {
    /// Heads are small, and more samples hardly better ones.
    private static final int MOST_CALIBRATION_SAMPLES = 3_000;

    /// What leaving early may cost where nobody says: one point, or one per cent.
    public static final double USUAL = 0.01;

    private StudyExits() {}

    /// From a study's own roles and goals: a bound on the drop is what leaving early may cost, else one point.
    public static ExitEvidence of(StudyPlan plan, Asking asking) {
        StudySamples samples = plan.samples();
        ExitEvidence evidence =
                of(asking, samples.calibration(), samples.selection(), samples.promise(), drop(plan.goals()));
        return plan.exits()
                .map(folder -> evidence.withGiven(CascadeFolder.read(folder, plan.model())))
                .orElse(evidence);
    }

    /// From samples named by their roles.
    ///
    /// @param share what leaving early may cost: of samples, or of pixels
    public static ExitEvidence of(
            Asking asking, SampleSet calibration, SampleSet selection, SampleSet promise, double share) {
        Allowance.Unit unit =
                asking.task() instanceof Task.Classification ? Allowance.Unit.POINTS : Allowance.Unit.PER_CENT;
        return new ExitEvidence(
                new JudgedSet(asking, Learning.first(calibration, MOST_CALIBRATION_SAMPLES)),
                new JudgedSet(asking, selection),
                new JudgedSet(asking, promise),
                Allowance.of(unit, share));
    }

    private static double drop(List<Goal> goals) {
        return goals.stream()
                .filter(Goal.Constraint.class::isInstance)
                .map(Goal.Constraint.class::cast)
                .filter(goal -> goal.figure() == Figure.DROP && goal.limit() > 0 && goal.limit() < 1)
                .mapToDouble(Goal.Constraint::limit)
                .min()
                .orElse(USUAL);
    }
}
