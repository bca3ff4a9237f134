package io.tierwise.study;

import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.ExitEvidence;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Uncut;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What exits are made of: samples by their roles, and what leaving early may cost.
public final class StudyExits {
    /// Heads are small, and more samples hardly better ones.
    private static final int MOST_CALIBRATION_SAMPLES = 3_000;

    /// What leaving early may cost where nobody says: one point, or one per cent.
    public static final double USUAL = 0.01;

    private StudyExits() {}

    /// What a study's exits are made of: as [#anew(StudyPlan, Asking)], or those in the folder that it names.
    ///
    /// @throws OperatorException when the folder cannot be read, or strategies with exits take none of those in it
    static ExitEvidence of(StudyPlan plan, Asking asking) {
        ExitEvidence evidence = anew(plan, asking);
        Set<EarlyExit.Rule> rules = EnumSet.noneOf(EarlyExit.Rule.class);
        plan.strategies().stream()
                .flatMap(strategy -> strategy.operators().stream())
                .forEach(operator -> {
                    if (operator instanceof EarlyExit exit && exit.rule().leaves()) {
                        rules.add(exit.rule());
                    }
                });
        return plan.exits()
                .filter(folder -> !rules.isEmpty())
                .map(folder -> evidence.withGiven(taken(folder, plan, rules)))
                .orElse(evidence);
    }

    /// From a study's own roles and goals: a bound on the drop is what leaving early may cost, else one point.
    public static ExitEvidence anew(StudyPlan plan, Asking asking) {
        StudySamples samples = plan.samples();
        return of(asking, samples.calibration(), samples.selection(), samples.promise(), drop(plan.goals()));
    }

    private static Uncut taken(Path folder, StudyPlan plan, Set<EarlyExit.Rule> rules) {
        Uncut given = CascadeFolder.read(folder, plan.model());
        EarlyExit.Rule rule = given.asksTwice() ? EarlyExit.Rule.INT8 : EarlyExit.Rule.EXIT;
        if (!rules.contains(rule)) {
            throw new OperatorException("the exits in " + folder + " are for E(" + rule.text()
                    + "), and no strategy of the study has that: add one, or leave 'exits' out");
        }
        return given;
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
