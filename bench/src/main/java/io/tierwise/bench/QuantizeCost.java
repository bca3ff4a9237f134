package io.tierwise.bench;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// What calibration costs on ResNet-50: time against bare runs of the float model, memory against its file.
///
/// @param command the quantizer as users start it
/// @param folder for models and samples
record QuantizeCost(QuantizeCall command, Path folder) {

    private static final int SAMPLES = 100;
    private static final int FEW = 20;
    private static final int MANY = 200;
    private static final double MOST_OF_BARE = 1.6;
    private static final double FIXED_SECONDS = 2;
    private static final double MOST_OF_EXTREMES = 4;
    private static final int MOST_OF_FILE = 4;
    private static final long FIXED_BYTES = 300L << 20;
    private static final double FLAT = 1.15;

    List<Row> rows() throws IOException {
        Path model = Zoo.RESNET50.write(folder, 1);
        Path data = NoiseFile.write(folder.resolve("noise.npy"), MANY, 3, Zoo.RESNET50.side(), Zoo.RESNET50.side());
        double bare = bareSeconds(model);
        QuantizeCall.Cost extremes = cost(model, data, "minmax", SAMPLES);
        long file = Files.size(folder.resolve("resnet50.data"));
        List<Row> rows = new ArrayList<>();
        rows.add(new Held(
                "ResNet-50, min/max of 100 samples against 100 bare runs",
                String.format(Locale.ROOT, "%.2f s / %.2f s", extremes.seconds(), bare),
                "<= 1.6 x + 2 s",
                extremes.seconds() <= MOST_OF_BARE * bare + FIXED_SECONDS));
        rows.add(new Held(
                "ResNet-50, min/max, peak memory against the file",
                Quantizing.megabytes(extremes.peakBytes()) + " / " + Quantizing.megabytes(file),
                "<= 4 x + 300 MB",
                extremes.peakBytes() <= MOST_OF_FILE * file + FIXED_BYTES));
        for (String calibrator : List.of("percentile", "entropy", "mse")) {
            QuantizeCall.Cost cost = cost(model, data, calibrator, SAMPLES);
            rows.add(new Held(
                    "ResNet-50, " + calibrator + " against min/max",
                    String.format(Locale.ROOT, "%.2f s / %.2f s", cost.seconds(), extremes.seconds()),
                    "<= 4 x",
                    cost.seconds() <= MOST_OF_EXTREMES * extremes.seconds()));
        }
        long few = cost(model, data, "entropy", FEW).peakBytes();
        long many = cost(model, data, "entropy", MANY).peakBytes();
        rows.add(new Held(
                "ResNet-50, entropy, peak memory of 200 samples against 20",
                Quantizing.megabytes(many) + " / " + Quantizing.megabytes(few),
                "<= 1.15 x",
                many <= FLAT * few));
        return rows;
    }

    private QuantizeCall.Cost cost(Path model, Path data, String calibrator, int samples) {
        System.err.println("ResNet-50, " + calibrator + ", " + samples + " samples");
        return command.run(
                model,
                folder.resolve("cost.onnx"),
                List.of(
                        "--data",
                        data.toString(),
                        "--samples",
                        Integer.toString(samples),
                        "--scheme",
                        "u8s8",
                        "--calibrator",
                        calibrator));
    }

    private static double bareSeconds(Path model) {
        int side = Zoo.RESNET50.side();
        float[] values = new float[3 * side * side];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Map<String, Tensor> input = Map.of("input", Tensor.ofFloats(values, 1, 3, side, side));
        try (ModelSession session = ModelSession.open(model, SessionSettings.fast(1))) {
            session.run(input);
            long nanos = 0;
            for (int run = 0; run < SAMPLES; run++) {
                nanos += Quantizing.nanos(session, input);
            }
            return nanos / 1e9;
        }
    }
}
