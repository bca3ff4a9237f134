package io.tierwise.operators;

import io.tierwise.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// How each operator type takes part in an 8-bit graph, and what it must look like for that.
///
/// Which types the runtime really computes on bytes was found by giving it each of them between
/// QuantizeLinear and DequantizeLinear and counting what was left.
final class Coverage {

    /// What becomes of a node.
    enum Treatment {
        /// Multiplies its activation with constant weights: the gain of quantization.
        WEIGHTED,
        /// Computes from quantized activations, with a grid of its own for the answer.
        ARITHMETIC,
        /// Moves or selects values: computes on the bytes as they are, with the grid of its input.
        CARRY,
        /// Relu or Clip: bounds on the bytes, or nothing at all where the grid already ends there.
        CLAMP,
        /// Stays as it is.
        FLOAT
    }

    /// A treatment and, for [Treatment#FLOAT], its reason.
    record Verdict(Treatment treatment, String reason) {

        static Verdict of(Treatment treatment) {
            return new Verdict(treatment, "");
        }

        static Verdict stays(String reason) {
            return new Verdict(Treatment.FLOAT, reason);
        }
    }

    private static final Map<String, Treatment> TREATMENTS = Map.ofEntries(
            Map.entry("Conv", Treatment.WEIGHTED),
            Map.entry("Gemm", Treatment.WEIGHTED),
            Map.entry("MatMul", Treatment.WEIGHTED),
            Map.entry("Add", Treatment.ARITHMETIC),
            Map.entry("Mul", Treatment.ARITHMETIC),
            Map.entry("Concat", Treatment.ARITHMETIC),
            Map.entry("AveragePool", Treatment.ARITHMETIC),
            Map.entry("GlobalAveragePool", Treatment.ARITHMETIC),
            Map.entry("LeakyRelu", Treatment.ARITHMETIC),
            Map.entry("Sigmoid", Treatment.ARITHMETIC),
            Map.entry("MaxPool", Treatment.CARRY),
            Map.entry("Flatten", Treatment.CARRY),
            Map.entry("Reshape", Treatment.CARRY),
            Map.entry("Squeeze", Treatment.CARRY),
            Map.entry("Unsqueeze", Treatment.CARRY),
            Map.entry("Transpose", Treatment.CARRY),
            Map.entry("Slice", Treatment.CARRY),
            Map.entry("Pad", Treatment.CARRY),
            Map.entry("Gather", Treatment.CARRY),
            Map.entry("DepthToSpace", Treatment.CARRY),
            Map.entry("SpaceToDepth", Treatment.CARRY),
            Map.entry("Identity", Treatment.CARRY),
            Map.entry("Resize", Treatment.CARRY),
            Map.entry("Relu", Treatment.CLAMP),
            Map.entry("Clip", Treatment.CLAMP));

    private final Constants constants;
    private final Shapes shapes;
    private final Levels activations;

    Coverage(Constants constants, Shapes shapes, Levels activations) {
        this.constants = constants;
        this.shapes = shapes;
        this.activations = activations;
    }

    Constants constants() {
        return constants;
    }

    Shapes shapes() {
        return shapes;
    }

    /// Whether a node does nothing but bound values where the grid of its answer ends anyway.
    boolean vanishes(Node node) {
        if (!node.is("Relu") && !node.is("Clip")) {
            return false;
        }
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || constants.has(name));
        return known && Bounds.of(node, constants).endGrid(activations);
    }

    /// Positions of the inputs that are activations.
    static List<Integer> activationInputs(Node node) {
        return switch (node.operator()) {
            case "Add", "Mul" -> List.of(0, 1);
            case "Concat" -> IntStream.range(0, node.inputs().size()).boxed().toList();
            default -> List.of(0);
        };
    }

    /// What the node itself allows, whatever stands around it.
    Verdict verdict(Node node) {
        Treatment treatment = TREATMENTS.get(node.operator());
        if (treatment == null || !node.domain().isEmpty()) {
            return Verdict.stays("the runtime has no 8-bit form of it that is worth the way there");
        }
        Optional<String> obstacle = notFloat(node);
        if (obstacle.isEmpty()) {
            obstacle = switch (node.operator()) {
                case "Conv" -> conv(node);
                case "Gemm" -> gemm(node);
                case "MatMul" -> matMul(node);
                case "Clip" -> clip(node);
                case "Pad" -> pad(node);
                case "Resize" -> resize(node);
                case "MaxPool" -> maxPool(node);
                default -> Optional.empty();
            };
        }
        return obstacle.map(Verdict::stays).orElseGet(() -> Verdict.of(treatment));
    }

    private Optional<String> notFloat(Node node) {
        for (int position : activationInputs(node)) {
            String tensor = node.inputs().get(position);
            if (!shapes.isFloat(tensor) && !constants.isFloat(tensor)) {
                return Optional.of("its input '" + tensor + "' is " + shapes.typeText(tensor) + ", not float32");
            }
        }
        return constants.has(node.inputs().getFirst())
                        && activationInputs(node).stream()
                                .allMatch(i -> constants.has(node.inputs().get(i)))
                ? Optional.of("its inputs are constants")
                : Optional.empty();
    }

    private Optional<String> conv(Node node) {
        Optional<String> obstacle = notConstantFloat(node, 1).or(() -> notConstantFloat(node, 2));
        if (obstacle.isEmpty() && !biasFits(node, 0)) {
            // Left in floating point between bytes, the runtime would quantize it itself, and then fail in the run.
            throw new OperatorException(node.label() + " has "
                    + constants.elements(node.inputs().get(2)) + " biases for weights of shape "
                    + Arrays.toString(constants.shape(node.inputs().get(1))) + "; export the model again");
        }
        return obstacle;
    }

    private boolean biasFits(Node node, int axis) {
        long[] weight = constants.shape(node.inputs().get(1));
        return Inputs.absent(node, 2)
                || (axis < weight.length && constants.elements(node.inputs().get(2)) == weight[axis]);
    }

    private Optional<String> gemm(Node node) {
        if (Attributes.integer(node, "transA", 0) != 0) {
            return Optional.of("it transposes its activation");
        }
        int axis = Attributes.integer(node, "transB", 0) != 0 ? 0 : 1;
        return notConstantFloat(node, 1)
                .or(() -> notConstantFloat(node, 2))
                .or(() -> biasFits(node, axis)
                        ? Optional.empty()
                        : Optional.of("its third input is not one bias for each output"));
    }

    private Optional<String> matMul(Node node) {
        return notConstantFloat(node, 1).or(() -> {
            int rank = constants.shape(node.inputs().get(1)).length;
            return rank == 2 ? Optional.empty() : Optional.of("its weights have " + rank + " dimensions, not 2");
        });
    }

    private Optional<String> notConstantFloat(Node node, int position) {
        if (Inputs.absent(node, position)) {
            return Optional.empty();
        }
        String tensor = node.inputs().get(position);
        return constants.isFloat(tensor)
                ? Optional.empty()
                : Optional.of("its input '" + tensor + "' is not a float32 constant");
    }

    private Optional<String> clip(Node node) {
        for (int position : List.of(1, 2)) {
            if (!Inputs.absent(node, position) && !constants.has(node.inputs().get(position))) {
                return Optional.of("its bounds are computed");
            }
        }
        return Bounds.of(node, constants).holdZero() ? Optional.empty() : Optional.of("its bounds leave out 0");
    }

    private Optional<String> pad(Node node) {
        boolean zero = Inputs.at(node, 2)
                .map(value -> constants.isFloat(value) && constants.scalar(value) == 0)
                .orElse(true);
        return zero ? Optional.empty() : Optional.of("it pads with something else than 0, which would widen the grid");
    }

    private static Optional<String> resize(Node node) {
        if (!Attributes.text(node, "mode", "nearest").equals("nearest")) {
            return Optional.of("it interpolates, and the runtime rounds that down on bytes");
        }
        return Attributes.text(node, "coordinate_transformation_mode", "half_pixel")
                        .equals("tf_crop_and_resize")
                ? Optional.of("it fills in values from outside")
                : Optional.empty();
    }

    private static Optional<String> maxPool(Node node) {
        return node.outputs().size() > 1 ? Optional.of("it also gives positions") : Optional.empty();
    }
}
