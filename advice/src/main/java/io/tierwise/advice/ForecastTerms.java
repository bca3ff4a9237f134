package io.tierwise.advice;

import io.tierwise.study.Groundwork;
import io.tierwise.study.ProfiledModel;
import java.util.List;

/// The terms that the time of a cell is made of; what each of them costs is fitted.
///
/// A part of n ns on a tier s times as slow takes s (a + b n), b being the model's own: runs at the spacing of
/// trials take longer than runs back to back, which are what was timed. A cut adds time for its bytes on both
/// sides, where layouts are changed and tensors written and read. A request adds a constant time, some for each
/// link and way, and some for each byte carried over a link.
///
/// @param groundwork models, and sizes of inputs and answers
record ForecastTerms(Groundwork groundwork) {
    /// Which term is the preparing of a sample at the source.
    static final int SOURCE = 4;

    private static final int SHARED = 7;

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
            terms[2] += cell.codec().isAsIs() ? 0 : both * cell.tensorBytes(cut);
        }
        terms[3] = 1;
        terms[SOURCE] = placement.sourceSlowness();
        for (int way = 0; way < placement.ways().size(); way++) {
            int links = placement.ways().get(way).links();
            terms[5] += links;
            terms[6] += links * carried(cell, way);
        }
        return terms;
    }

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
