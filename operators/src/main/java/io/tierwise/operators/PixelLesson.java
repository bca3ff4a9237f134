package io.tierwise.operators;

import java.util.List;
import java.util.Random;

/// Pixels of one sample at a tap, each with the pixels around it, and the scores that the whole model gives to the
/// pixel in the same place.
final class PixelLesson {
    private static final int SIDE = ExitGraph.PIXEL_SIDE;

    private final ExitTap tap;
    private final ExitAnswer answer;
    private final float[] values;
    private final float[] whole;

    /// @param values of the tap, [C, H, W]
    /// @param whole the model's answer, [classes, height, width]
    PixelLesson(ExitTap tap, ExitAnswer answer, float[] values, float[] whole) {
        this.tap = tap;
        this.answer = answer;
        this.values = values;
        this.whole = whole;
    }

    /// Adds a pixel by chance.
    void add(Random random, List<float[]> rows, List<float[]> answers) {
        int height = Math.toIntExact(tap.height());
        int width = Math.toIntExact(tap.width());
        int y = random.nextInt(height);
        int x = random.nextInt(width);
        rows.add(around(height, width, y, x));
        int row = Math.toIntExact((2L * y + 1) * answer.height() / (2L * height));
        int column = Math.toIntExact((2L * x + 1) * answer.width() / (2L * width));
        answers.add(scores(row, column));
    }

    /// As a convolution sees it: channel after channel, row after row, zeros beyond the edge.
    private float[] around(int height, int width, int y, int x) {
        float[] row = new float[tap.channels() * SIDE * SIDE];
        int reach = SIDE / 2;
        for (int channel = 0; channel < tap.channels(); channel++) {
            for (int down = -reach; down <= reach; down++) {
                for (int right = -reach; right <= reach; right++) {
                    boolean inside = y + down >= 0 && y + down < height && x + right >= 0 && x + right < width;
                    int at = (channel * SIDE + down + reach) * SIDE + right + reach;
                    row[at] = inside ? values[(channel * height + y + down) * width + x + right] : 0;
                }
            }
        }
        return row;
    }

    private float[] scores(int row, int column) {
        int plane = Math.toIntExact(answer.height() * answer.width());
        int pixel = Math.toIntExact(row * answer.width() + column);
        float[] scores = new float[answer.classes()];
        for (int c = 0; c < scores.length; c++) {
            scores[c] = whole[c * plane + pixel];
        }
        return scores;
    }
}
