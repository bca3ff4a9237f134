package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.with;

import io.tierwise.operators.RandomGraph.Image;
import java.util.List;
import java.util.Random;

/// Blocks of a transformer on tensors of batch, tokens and width.
final class TokenSteps {

    private final Net net;
    private final Random random;
    private final Forms forms;
    private final int batch;

    TokenSteps(Net net, Random random, long opset, int batch) {
        this.net = net;
        this.random = random;
        this.forms = new Forms(net, opset);
        this.batch = batch;
    }

    /// The positions of an image as tokens, through one or two blocks.
    String blocks(Image from) {
        int width = from.channels();
        long positions = from.height() * (long) from.width();
        String rows = net.node("Reshape", from.name(), net.longs(batch, width, positions));
        String x = net.node("Transpose", List.of(rows), with("perm", new long[] {0, 2, 1}));
        for (int i = 0; i <= random.nextInt(2); i++) {
            x = net.add(x, attention(forms.layerNorm(x, width), width));
            x = net.add(x, feedForward(forms.layerNorm(x, width), width));
        }
        return x;
    }

    private String linear(String from, int in, int out) {
        String product = net.node("MatMul", from, net.weight((float) Math.sqrt(1.0 / in), in, out));
        return random.nextInt(3) == 0 ? product : net.add(product, net.weight(0.1f, out));
    }

    private String attention(String x, int width) {
        String query = linear(x, width, width);
        String key = net.node("Transpose", List.of(linear(x, width, width)), with("perm", new long[] {0, 2, 1}));
        String score = net.node("Mul", net.node("MatMul", query, key), forms.scalar(0.5f));
        String share = net.node("Softmax", List.of(score), with("axis", random.nextBoolean() ? -1 : 2));
        return linear(net.node("MatMul", share, linear(x, width, width)), width, width);
    }

    private String feedForward(String x, int width) {
        String wide = linear(x, width, 2 * width);
        String active = random.nextBoolean() ? net.relu(wide) : gelu(wide);
        return linear(active, 2 * width, width);
    }

    /// As exporters write it before there was an operator for it.
    private String gelu(String x) {
        String erf = net.node("Erf", net.node("Mul", x, forms.scalar((float) Math.sqrt(0.5))));
        return net.node("Mul", net.node("Mul", x, net.add(erf, forms.scalar(1))), forms.scalar(0.5f));
    }
}
