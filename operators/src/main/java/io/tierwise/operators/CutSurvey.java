package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A model timed on this machine, and the places where P may cut it: what forecasts of its parts stand on.
///
/// @param places no fused nodes are torn there, and both sides have weights; those with fewer nodes before
///     them first
/// @param nanos time of the whole run, in nanoseconds
/// @param parameters numbers in its weights
/// @param weightBytes bytes of its weights
public record CutSurvey(List<CutPlace> places, double nanos, long parameters, long weightBytes) {

    public CutSurvey {
        places = List.copyOf(places);
    }

    /// Times a model and looks for its places.
    ///
    /// @param sample what it is run on
    /// @param threads of the session
    /// @throws OperatorException when the model cannot run
    public static CutSurvey of(Model model, Map<String, Tensor> sample, int threads) {
        Shapes shapes = Shapes.learn(model, sample);
        TimedModel timed = TimedModel.of(model, shapes, sample, threads);
        CutPlaces all = Cutting.answering(timed.places(), model, shapes);
        return new CutSurvey(
                new ArrayList<>(new CutChoice(all).natural()), all.nanos(), all.parameters(), all.weightBytes());
    }
}
