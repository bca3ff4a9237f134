package io.tierwise.data;

import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Prediction.PixelClasses;

/// The mean share of the answer that equals the reference's: of best classes, or of pixels.
final class AgreementScore implements Score {
    private long samples;
    private double sum;

    @Override
    public double add(Prediction prediction, Label truth) {
        if (prediction instanceof PixelClasses != truth instanceof ClassMap) {
            throw new DataException("Agreement compares answers of one kind; found " + prediction
                    + " and the reference " + truth + ".");
        }
        double share = prediction instanceof PixelClasses map && truth instanceof ClassMap reference
                ? map.agreement(new PixelClasses(reference.height(), reference.width(), reference.classes()))
                : prediction.asLabel().equals(truth) ? 1 : 0;
        samples++;
        sum += share;
        return share;
    }

    @Override
    public void merge(Score other) {
        if (!(other instanceof AgreementScore score)) {
            throw new IllegalArgumentException("Only scores of the same task can be merged.");
        }
        samples += score.samples;
        sum += score.sum;
    }

    @Override
    public double value() {
        if (samples == 0) {
            throw new IllegalStateException("No sample was scored.");
        }
        return sum / samples;
    }

    @Override
    public long samples() {
        return samples;
    }
}
