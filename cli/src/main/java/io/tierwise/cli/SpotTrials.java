package io.tierwise.cli;

import io.tierwise.advice.Spot;
import io.tierwise.advice.SpotCheck;
import io.tierwise.agent.Token;
import io.tierwise.deployment.Strategy;
import io.tierwise.study.Progress;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes trials at spots where forecasts say two strategies are equally fast.
///
/// @param plan of the study that forecasts came from
/// @param folder where what is measured is kept, a folder a spot; what lies there already is not measured again
/// @param token that agents elsewhere ask for
record SpotTrials(StudyPlan plan, Path folder, Optional<Token> token, Progress progress) {
    private static final int ROUNDS = 4;

    SpotCheck run(List<Spot> spots) {
        List<SpotCheck.Check> checks = new ArrayList<>();
        for (Spot spot : spots) {
            progress.note("At " + spot.where() + ":");
            checks.addAll(SpotCheck.of(spot, measured(spot)));
        }
        return new SpotCheck(checks);
    }

    private StudyRecord measured(Spot spot) {
        List<Strategy> sides = spot.sides().stream()
                .map(side -> Strategy.parse(side.strategy()))
                .toList();
        StudyPlan there = plan.toTime(sides, spot.topology(), ROUNDS);
        var study = new StudyRun(there, folder.resolve(name(spot)), Clock.systemUTC(), progress);
        return token.map(study::withToken).orElse(study).times();
    }

    private static String name(Spot spot) {
        String strategies = String.join(
                " ", spot.sides().stream().map(side -> side.strategy()).toList());
        return spot.where().replaceAll("[^A-Za-z0-9.]+", "-") + "-" + Integer.toHexString(strategies.hashCode());
    }
}
