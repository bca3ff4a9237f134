package io.tierwise.advice;

import io.tierwise.study.Groundwork;
import io.tierwise.study.ProfiledModel;
import java.util.List;

/// The terms that the time of a cell is made of; what each of them costs is fitted.
///
/// A sample is prepared at the source, or where its input travels encoded on the tier of the first part.
///
/// A part of n ns on a tier s times as slow takes s (a + b n), b being the model's own: runs at the spacing of
/// trials take longer than runs back to back, which are what was timed. A cut adds time for its bytes on both
/// sides, where layouts are changed and tensors written and read, and what its codec was timed to take. A request adds
/// a constant time, some for each link and way, and some for each byte carried over a link.
///
/// @param groundwork models, and sizes of inputs and answers
record ForecastTerms(Groundwork groundwork) {
    /// Which term is the preparing of a sample.
    static final int PREPARING = 4;

    private static final int SHARED = 7;

    /// What terms usually cost, in the order of the terms: nanoseconds, nanoseconds a byte, and for what was timed
    /// its share. Few strategies do not tell all terms apart; then these keep costs that nothing speaks for from
    /// becoming absurd.
    private static final double[] USUAL = {1e5, 0.3, 1, 1e5, 5e4, 3e5, 0.3};

    /// Runs at the spacing of trials against runs back to back.
    private static final double USUAL_PACE = 1.3;

    /// How far costs are from the usual, as a share; how far the paces of two models are from each other.
    private static final double USUAL_SPREAD = 3;

    private static final double PACE_SPREAD = 0.5;
    private static final double PACES_DIFFER = 0.15;

    /// How far a measured median is off, as a share: what a usual cost weighs against.
    private static final double MEDIAN_SPREAD = 0.03;

    int count() {
        return SHARED + groundwork.models().size();
    }

    /// The terms of a cell, times being in nanoseconds and sizes in bytes.
    double[] of(Cell cell, Placement placement) {
        double[] terms = new double[count()];
        List<Double> slowness = placement.slowness();
        int model = SHARED + index(cell.model());
        for (int part = 0; part < cell.parts(); part++) {
            terms[0] += slowness.get(part);
            terms[model] += slowness.get(part) * cell.partNanos(part);
        }
        for (int cut = 0; cut < cell.parts() - 1; cut++) {
            double both = slowness.get(cut) + slowness.get(cut + 1);
            terms[1] += both * cell.tensorBytes(cut);
            terms[2] += slowness.get(cut) * cell.encodeNanos(cut) + slowness.get(cut + 1) * cell.decodeNanos(cut);
        }
        terms[3] = 1;
        terms[PREPARING] = groundwork.isPreparedAtFirstPart() ? slowness.getFirst() : placement.sourceSlowness();
        for (int way = 0; way < placement.ways().size(); way++) {
            int links = placement.ways().get(way).links();
            terms[5] += links;
            terms[6] += links * carried(cell, way);
        }
        return terms;
    }

    /// What is expected of the costs before anything is measured.
    Expected expected() {
        int models = groundwork.models().size();
        double[][] rows = new double[2 * models + SHARED - 1][count()];
        double[] values = new double[rows.length];
        for (int term = 0; term < count(); term++) {
            double usual = term < SHARED ? USUAL[term] : USUAL_PACE;
            double weight = MEDIAN_SPREAD / (term < SHARED ? USUAL_SPREAD : PACE_SPREAD);
            rows[term][term] = weight / usual;
            values[term] = weight;
        }
        for (int model = 1; model < models; model++) {
            double[] row = rows[count() + model - 1];
            row[SHARED + model] = MEDIAN_SPREAD / PACES_DIFFER;
            row[SHARED + model - 1] = -MEDIAN_SPREAD / PACES_DIFFER;
        }
        return new Expected(rows, values);
    }

    /// Equations that hold about: rows times costs are values.
    @SuppressWarnings("ArrayRecordComponent") // in passing to the fit, never compared
    record Expected(double[][] rows, double[] values) {}

    private int index(ProfiledModel model) {
        for (int i = 0; i < groundwork.models().size(); i++) {
            if (groundwork.models().get(i).operators().equals(model.operators())) {
                return i;
            }
        }
        throw new IllegalArgumentException(model.operators() + " is of another study");
    }

    /// Least time on the wire, by rates and delays alone.
    double wireNanos(Cell cell, Placement placement) {
        double nanos = 0;
        for (int way = 0; way < placement.ways().size(); way++) {
            nanos += placement.ways().get(way).nanos(carried(cell, way));
        }
        return nanos;
    }

    /// Bytes over a way: the input, what crosses each cut, the answer.
    double carried(Cell cell, int way) {
        if (way == 0) {
            return groundwork.inputBytes();
        }
        return way < cell.parts() ? cell.wireBytes(way - 1) : groundwork.answerBytes();
    }
}
