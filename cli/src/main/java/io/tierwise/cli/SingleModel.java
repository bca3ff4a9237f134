package io.tierwise.cli;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Account;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.CutCost;
import io.tierwise.operators.LocalPace;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Product;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.Sparing;
import io.tierwise.operators.Tolerance;
import io.tierwise.study.Learning;
import java.nio.file.Path;
import java.util.List;

/// One operator applied to one model outside a study.
///
/// @param file the model
/// @param learning what the operator may learn from
/// @param sparing what quantization must leave in floating point
record SingleModel(Path file, Learning learning, Sparing sparing) {

    /// Applies an operator and writes the result as one file that stands alone.
    Account transform(Operator operator, Path output) {
        Model model = ModelReader.read(file);
        try (WorkFolder work = WorkFolder.beside(output)) {
            var context = new Context(learning.ranges(), criteria(operator, model), work.path()).withSparing(sparing);
            Product product = Composer.apply(List.of(operator), model, context);
            ModelWriter.writeStandalone(product.parts().getFirst().model(), output);
            return product.accounts().getFirst();
        }
    }

    /// Only a scheme that is chosen is run: that takes seconds.
    private Criteria criteria(Operator operator, Model model) {
        Criteria criteria = Criteria.none().withCutCost(CutCost.uniform(1e9));
        Criteria asking = learning.selection().size() > 0 ? criteria.withLoss(learning.loss(model)) : criteria;
        boolean open = operator instanceof Quantize quantize && quantize.scheme() == Scheme.AUTO;
        if (!open) {
            return asking;
        }
        Criteria timed = asking.withPace(new LocalPace(1, System::nanoTime));
        return sparing.mostLoss().isPresent()
                ? timed.withTolerance(Tolerance.points(sparing.mostLoss().getAsDouble()))
                : timed;
    }
}
