package io.tierwise.study;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Score;
import io.tierwise.data.Task;
import io.tierwise.stats.BinomialInterval;
import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.Interval;
import io.tierwise.stats.Resampling;
import java.util.List;
import java.util.stream.IntStream;

/// Scores answers against the truth, with an interval: exact binomial where an answer is right or
/// wrong, bootstrap over samples where it is right in part.
///
/// @param value in [0, 1]
/// @param interval 95 %
record AnswerScore(double value, Interval interval) {
    private static final double CONFIDENCE = 0.95;

    static AnswerScore of(Task task, List<Prediction> predictions, List<Label> truths, long seed) {
        double value = score(task, predictions, truths).value();
        if (isPerSample(predictions)) {
            int right = (int) Math.round(value * predictions.size());
            return new AnswerScore(value, BinomialInterval.clopperPearson(right, predictions.size(), CONFIDENCE));
        }
        List<Score> single = IntStream.range(0, predictions.size())
                .mapToObj(i -> score(task, predictions.subList(i, i + 1), truths.subList(i, i + 1)))
                .toList();
        var interval = Bootstrap.ofUnits(
                        single.size(),
                        units -> merged(task, single, units),
                        Bootstrap.Method.PERCENTILE,
                        Resampling.seeded(seed))
                .interval();
        return new AnswerScore(value, interval);
    }

    private static boolean isPerSample(List<Prediction> predictions) {
        return predictions.stream().allMatch(Prediction.TopClasses.class::isInstance);
    }

    private static Score score(Task task, List<Prediction> predictions, List<Label> truths) {
        Score score = task.score();
        for (int i = 0; i < predictions.size(); i++) {
            score.add(predictions.get(i), truths.get(i));
        }
        return score;
    }

    private static double merged(Task task, List<Score> single, int[] units) {
        Score sum = task.score();
        for (int unit : units) {
            sum.merge(single.get(unit));
        }
        return sum.value();
    }
}
