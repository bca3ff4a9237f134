package io.tierwise.data;

import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Prediction.TopClasses;
import java.util.List;

/// The share of samples whose label is among the `topK` best classes.
final class TopScore implements Score {
    private final int topK;
    private long samples;
    private long right;

    TopScore(int topK) {
        this.topK = topK;
    }

    @Override
    public double add(Prediction prediction, Label truth) {
        if (!(prediction instanceof TopClasses(List<Integer> best)) || !(truth instanceof ClassIndex(int index))) {
            throw new DataException("Classification compares a class with a class; found the prediction " + prediction
                    + " and the label " + truth + ".");
        }
        boolean hit = best.subList(0, Math.min(topK, best.size())).contains(index);
        samples++;
        right += hit ? 1 : 0;
        return hit ? 1 : 0;
    }

    @Override
    public void merge(Score other) {
        if (!(other instanceof TopScore score) || score.topK != topK) {
            throw new IllegalArgumentException("Only scores of the same task can be merged.");
        }
        samples += score.samples;
        right += score.right;
    }

    @Override
    public double value() {
        if (samples == 0) {
            throw new IllegalStateException("No sample was scored.");
        }
        return right / (double) samples;
    }

    @Override
    public long samples() {
        return samples;
    }
}
