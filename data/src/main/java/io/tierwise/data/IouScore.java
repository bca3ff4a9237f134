package io.tierwise.data;

import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Prediction.PixelClasses;

/// Mean intersection over union, as in the Pascal VOC challenge (Everingham et al., 2015): one
/// confusion matrix over all pixels of all samples; per class true positives / (true + false
/// positives + false negatives); the plain mean over classes that occur in truth or prediction.
/// `sklearn.metrics.jaccard_score(truth, predicted, average='macro')` over all pixels that count gives
/// the same number.
///
/// A prediction of another size than its mask is brought to the mask's by nearest neighbour, as if each
/// of its pixels stood for a block.
final class IouScore implements Score {
    private final int ignoredIndex;
    /// Number of classes the matrix has room for: one more than the highest class seen.
    private int classes;
    /// Pixels by `[truth * classes + predicted]`.
    private long[] confusion = new long[0];
    private long samples;

    IouScore(int ignoredIndex) {
        this.ignoredIndex = ignoredIndex;
    }

    @Override
    public double add(Prediction prediction, Label truth) {
        if (!(prediction instanceof PixelClasses predicted) || !(truth instanceof ClassMap mask)) {
            throw new DataException("Segmentation compares class maps; found the prediction " + prediction
                    + " and the label " + truth + ".");
        }
        makeRoom(1 + Math.max(highest(predicted.classes(), -1), highest(mask.classes(), ignoredIndex)));
        samples++;
        long counted = 0;
        long right = 0;
        for (int y = 0; y < mask.height(); y++) {
            int row = (int) ((2L * y + 1) * predicted.height() / (2L * mask.height())) * predicted.width();
            for (int x = 0; x < mask.width(); x++) {
                int wanted = Byte.toUnsignedInt(mask.classes()[y * mask.width() + x]);
                if (wanted != ignoredIndex) {
                    int column = (int) ((2L * x + 1) * predicted.width() / (2L * mask.width()));
                    int found = Byte.toUnsignedInt(predicted.classes()[row + column]);
                    confusion[wanted * classes + found]++;
                    counted++;
                    right += wanted == found ? 1 : 0;
                }
            }
        }
        return counted == 0 ? 1 : right / (double) counted;
    }

    private static int highest(byte[] map, int ignored) {
        int highest = 0;
        for (byte pixel : map) {
            int found = Byte.toUnsignedInt(pixel);
            if (found > highest && found != ignored) {
                highest = found;
            }
        }
        return highest;
    }

    private void makeRoom(int wanted) {
        if (wanted > classes) {
            long[] larger = new long[wanted * wanted];
            for (int truth = 0; truth < classes; truth++) {
                System.arraycopy(confusion, truth * classes, larger, truth * wanted, classes);
            }
            confusion = larger;
            classes = wanted;
        }
    }

    @Override
    public void merge(Score other) {
        if (!(other instanceof IouScore score) || score.ignoredIndex != ignoredIndex) {
            throw new IllegalArgumentException("Only scores of the same task can be merged.");
        }
        makeRoom(score.classes);
        for (int truth = 0; truth < score.classes; truth++) {
            for (int found = 0; found < score.classes; found++) {
                confusion[truth * classes + found] += score.confusion[truth * score.classes + found];
            }
        }
        samples += score.samples;
    }

    @Override
    public double value() {
        if (samples == 0) {
            throw new IllegalStateException("No sample was scored.");
        }
        int present = 0;
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            long union = -confusion[c * classes + c];
            for (int other = 0; other < classes; other++) {
                union += confusion[c * classes + other] + confusion[other * classes + c];
            }
            if (union > 0) {
                present++;
                sum += confusion[c * classes + c] / (double) union;
            }
        }
        if (present == 0) {
            throw new DataException("Every pixel of " + samples + " masks is ignored: nothing to score.");
        }
        return sum / present;
    }

    @Override
    public long samples() {
        return samples;
    }
}
