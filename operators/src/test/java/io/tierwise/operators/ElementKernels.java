package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Operators that compute each element from those at the same place.
final class ElementKernels {

    private ElementKernels() {}

    static Values run(Call call) {
        Optional<DoubleUnaryOperator> one = unary(call);
        if (one.isPresent()) {
            Values x = call.input(0);
            return x.like(x.shape(), index -> one.get().applyAsDouble(x.at(index)));
        }
        Optional<DoubleBinaryOperator> two = binary(call);
        if (two.isPresent()) {
            return fold(call, two.get());
        }
        return switch (call.node().operator()) {
            case "Clip" -> clip(call);
            case "Where" -> where(call);
            case "Cast" -> cast(call);
            case "Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual" -> compare(call);
            case "Mean" -> mean(call);
            default -> throw call.unsupported("at all");
        };
    }

    private static Optional<DoubleUnaryOperator> unary(Call call) {
        double alpha = call.real("alpha", fallback(call.node().operator()));
        return Optional.ofNullable(
                switch (call.node().operator()) {
                    case "Relu" -> x -> Math.max(x, 0);
                    case "LeakyRelu" -> x -> x < 0 ? alpha * x : x;
                    case "Sigmoid" -> x -> 1 / (1 + Math.exp(-x));
                    case "HardSigmoid" -> x -> Math.clamp(alpha * x + call.real("beta", 0.5f), 0, 1);
                    case "HardSwish" -> x -> x * Math.clamp(x / 6 + 0.5, 0, 1);
                    case "Tanh" -> Math::tanh;
                    case "Elu" -> x -> x < 0 ? alpha * Math.expm1(x) : x;
                    case "Celu" -> x -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
                    case "ThresholdedRelu" -> x -> x > alpha ? x : 0;
                    case "Softplus" -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
                    case "Softsign" -> x -> x / (1 + Math.abs(x));
                    case "Mish" -> x -> x * Math.tanh(Math.log1p(Math.exp(x)));
                    case "Selu" -> x -> call.real("gamma", 1.0507010f) * (x > 0 ? x : alpha * Math.expm1(x));
                    case "Exp" -> Math::exp;
                    case "Log" -> Math::log;
                    case "Sqrt" -> Math::sqrt;
                    case "Abs" -> Math::abs;
                    case "Neg" -> x -> -x;
                    case "Reciprocal" -> x -> 1 / x;
                    case "Floor" -> Math::floor;
                    case "Ceil" -> Math::ceil;
                    case "Round" -> Math::rint;
                    case "Sign" -> Math::signum;
                    case "Sin" -> Math::sin;
                    case "Cos" -> Math::cos;
                    case "Not" -> x -> x == 0 ? 1 : 0;
                    case "Erf" -> ErrorFunction::erf;
                    case "Gelu" -> gelu(call.text("approximate", "none"));
                    default -> null;
                });
    }

    private static double fallback(String operator) {
        return switch (operator) {
            case "LeakyRelu" -> 0.01f;
            case "HardSigmoid" -> 0.2f;
            case "Selu" -> 1.6732632f;
            default -> 1;
        };
    }

    private static DoubleUnaryOperator gelu(String approximate) {
        return approximate.equals("tanh")
                ? x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                : x -> x / 2 * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
    }

    private static Optional<DoubleBinaryOperator> binary(Call call) {
        boolean whole = call.has(0) && call.input(0).whole();
        return Optional.ofNullable(
                switch (call.node().operator()) {
                    case "Add", "Sum" -> Double::sum;
                    case "Sub" -> (a, b) -> a - b;
                    case "Mul" -> (a, b) -> a * b;
                    case "Div" -> whole ? ElementKernels::wholeQuotient : (a, b) -> a / b;
                    case "Pow" -> whole ? (a, b) -> (long) Math.pow(a, b) : Math::pow;
                    case "Max" -> Math::max;
                    case "Min" -> Math::min;
                    case "PRelu" -> (x, slope) -> x < 0 ? slope * x : x;
                    case "And" -> (a, b) -> a * b;
                    case "Or" -> Math::max;
                    default -> null;
                });
    }

    /// Integers are divided towards zero.
    private static double wholeQuotient(double dividend, double divisor) {
        long quotient = (long) dividend / (long) divisor;
        return quotient;
    }

    /// Any number of operands, from the left.
    private static Values fold(Call call, DoubleBinaryOperator operator) {
        List<Values> operands =
                call.inputs().stream().map(Optional::orElseThrow).toList();
        return operands.getFirst().like(Broadcast.shape(operands), index -> {
            double value = operands.getFirst().broadcast(index);
            for (Values operand : operands.subList(1, operands.size())) {
                value = operator.applyAsDouble(value, operand.broadcast(index));
            }
            return value;
        });
    }

    private static Values mean(Call call) {
        Values sum = fold(call, Double::sum);
        return sum.like(sum.shape(), index -> sum.at(index) / call.inputs().size());
    }

    private static Values clip(Call call) {
        Values x = call.input(0);
        double low = call.optional(1).map(bound -> bound.flat(0)).orElse(call.real("min", Double.NEGATIVE_INFINITY));
        double high = call.optional(2).map(bound -> bound.flat(0)).orElse(call.real("max", Double.POSITIVE_INFINITY));
        return x.like(x.shape(), index -> Math.min(Math.max(x.at(index), low), high));
    }

    private static Values where(Call call) {
        Values condition = call.input(0);
        Values yes = call.input(1);
        Values no = call.input(2);
        return yes.like(
                Broadcast.shape(condition, yes, no),
                index -> condition.broadcast(index) != 0 ? yes.broadcast(index) : no.broadcast(index));
    }

    private static Values compare(Call call) {
        Values a = call.input(0);
        Values b = call.input(1);
        Values flags = Values.generate(Broadcast.shape(a, b), index -> {
            double difference = a.broadcast(index) - b.broadcast(index);
            boolean holds = switch (call.node().operator()) {
                case "Equal" -> difference == 0;
                case "Less" -> difference < 0;
                case "Greater" -> difference > 0;
                case "LessOrEqual" -> difference <= 0;
                default -> difference >= 0;
            };
            return holds ? 1 : 0;
        });
        return Values.wholes(flags.shape(), flags.data());
    }

    private static Values cast(Call call) {
        Values x = call.input(0);
        return switch (DataType.of((int) call.integer("to", 1))) {
            case FLOAT, DOUBLE -> Values.reals(x.shape(), x.data());
            case BOOL ->
                Values.wholes(
                        x.shape(),
                        x.like(x.shape(), index -> x.at(index) != 0 ? 1 : 0).data());
            case INT32, INT64 ->
                Values.wholes(
                        x.shape(),
                        x.like(x.shape(), index -> (long) x.at(index)).data());
            default -> throw call.unsupported("to that type");
        };
    }
}
