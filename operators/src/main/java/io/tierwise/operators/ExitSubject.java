package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.Iterator;
import java.util.Map;

/// A model that gets exits, and what a calibration sample shows of it.
///
/// @param sample what the model is run on for shapes and times
/// @param answer what exits have to give as well
record ExitSubject(Model model, Map<String, Tensor> sample, Shapes shapes, ExitAnswer answer) {

    /// @throws OperatorException when there is no sample, or the model answers otherwise than exits can
    static ExitSubject of(EarlyExit asked, Model model, Context context) {
        Iterator<Map<String, Tensor>> samples = context.calibration().iterator();
        if (!samples.hasNext()) {
            throw new OperatorException(asked + " learns from calibration samples, found none");
        }
        Map<String, Tensor> sample = Calibration.kept(samples.next());
        Shapes shapes = Shapes.learn(model, sample);
        return new ExitSubject(model, sample, shapes, ExitAnswer.of(model, shapes));
    }
}
