package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds residual blocks by the shape of the graph, whatever their nodes are called.
///
/// A block ends in a sum of two tensors and begins at the nearest tensor that all paths to the sum lead
/// through. One path between them computes with weights; the other is the tensor itself, up to
/// quantization, or a shortcut that changes its shape by one convolution at most (He et al., "Deep
/// Residual Learning", 2015, options A and B). A sum that carries a tensor around other blocks is none:
/// it joins what a network of the shape of a U found on the way down and on the way up.
public final class ResidualBlocks {

    private static final Set<String> SAME_VALUE = Set.of("QuantizeLinear", "DequantizeLinear", "Identity", "Dropout");
    private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final Set<String> SHORTCUT = Set.of(
            "Conv",
            "BatchNormalization",
            "AveragePool",
            "MaxPool",
            "Slice",
            "Pad",
            "Transpose",
            "Concat",
            "Gather",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Split",
            "Shape",
            "Cast");
    private static final Set<String> NOT_NEGATIVE = Set.of("Relu", "Sigmoid", "HardSigmoid", "Softmax");
    private static final Set<String> KEEPS_SIGN = Set.of("MaxPool", "AveragePool", "GlobalAveragePool");

    private final GraphIndex index;
    private final Dominators dominators;
    private final List<ResidualBlock> blocks = new ArrayList<>();
    private final Set<Node> sums = identitySet();
    private int stage = 1;

    private ResidualBlocks(GraphIndex index) {
        this.index = index;
        this.dominators = new Dominators(index);
    }

    /// The residual blocks that outputs of the model depend on, in topological order of their sums.
    public static List<ResidualBlock> find(Model model) {
        ResidualBlocks search =
                new ResidualBlocks(GraphIndex.of(Slicer.pruned(model).graph()));
        search.index.order().stream()
                .filter(node -> node.is("Add") || node.is("Sum"))
                .forEach(search::consider);
        return List.copyOf(search.blocks);
    }

    private void consider(Node sum) {
        List<String> live = sum.inputs().stream().filter(index::isLive).toList();
        if (live.size() != 2 || sum.inputs().size() != 2) {
            return;
        }
        Optional<String> found = dominators.of(sum.outputs().getFirst());
        if (found.isEmpty()) {
            return;
        }
        String top = source(found.get());
        String left = live.get(0);
        String right = live.get(1);
        if (source(left).equals(top)) {
            identity(sum, left, right);
        } else if (source(right).equals(top)) {
            identity(sum, right, left);
        } else {
            changing(sum, found.get(), left, right);
        }
    }

    private void identity(Node sum, String shortcut, String main) {
        List<Node> path = between(source(shortcut), main);
        if (path.stream().noneMatch(ResidualBlocks::isWeighted) || path.stream().anyMatch(sums::contains)) {
            return;
        }
        Set<Node> kept = identitySet();
        kept.addAll(between(source(shortcut), shortcut));
        List<Node> inside = new ArrayList<>(
                path.stream().filter(node -> !kept.contains(node)).toList());
        String exit = close(sum, isNotNegative(shortcut), inside);
        boolean skippable = sameShape(shortcut, sum.outputs().getFirst()) && isClosed(inside, exit, source(shortcut));
        stage = stage(shortcut);
        add(sum, new ResidualBlock(shortcut, exit, inside, skippable, stage));
    }

    private void changing(Node sum, String top, String left, String right) {
        List<Node> first = between(top, left);
        List<Node> second = between(top, right);
        boolean firstIsShortcut = weighted(first) < weighted(second);
        List<Node> shortcut = firstIsShortcut ? first : second;
        List<Node> main = firstIsShortcut ? second : first;
        if (weighted(shortcut) > 1
                || weighted(main) <= weighted(shortcut)
                || !shortcut.stream().allMatch(ResidualBlocks::isShortcut)
                || main.stream().anyMatch(sums::contains)) {
            return;
        }
        Set<Node> together = identitySet();
        together.addAll(main);
        together.addAll(shortcut);
        List<Node> inside = new ArrayList<>(
                index.order().stream().filter(together::contains).toList());
        String exit = close(sum, true, inside);
        if (!blocks.isEmpty()) {
            stage++;
        }
        add(sum, new ResidualBlock(top, exit, inside, false, stage));
    }

    private void add(Node sum, ResidualBlock block) {
        sums.add(sum);
        blocks.add(block);
    }

    /// Whether nothing outside takes what the block makes on the way to its exit; a copy of its entry
    /// may be taken.
    private boolean isClosed(List<Node> inside, String exit, String top) {
        Set<Node> own = identitySet();
        own.addAll(inside);
        return inside.stream()
                .flatMap(node -> node.outputs().stream())
                .filter(tensor -> !tensor.equals(exit) && !source(tensor).equals(top))
                .allMatch(tensor -> !index.isOutput(tensor) && own.containsAll(index.consumers(tensor)));
    }

    private int stage(String entry) {
        return blocks.isEmpty() || source(entry).equals(source(blocks.getLast().exit())) ? stage : stage + 1;
    }

    /// Adds the sum, and the Relu behind it where it may belong to the block, and gives the tensor that
    /// comes out.
    private String close(Node sum, boolean withRelu, List<Node> inside) {
        inside.add(sum);
        String tensor = sum.outputs().getFirst();
        Optional<Node> next = index.onlyConsumer(tensor).filter(node -> withRelu && node.is("Relu"));
        next.ifPresent(inside::add);
        return next.map(node -> node.outputs().getFirst()).orElse(tensor);
    }

    /// The nodes on paths from `top`, exclusive, to `end`, in topological order, with all they need.
    private List<Node> between(String top, String end) {
        Set<Node> found = identitySet();
        Set<String> seen = new HashSet<>(Set.of(top));
        List<String> open = new ArrayList<>(List.of(end));
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            if (index.isLive(tensor) && seen.add(tensor)) {
                index.producer(tensor).filter(found::add).ifPresent(node -> open.addAll(index.needs(node)));
            }
        }
        return index.order().stream().filter(found::contains).toList();
    }

    private static Set<Node> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static long weighted(List<Node> nodes) {
        return nodes.stream().filter(ResidualBlocks::isWeighted).count();
    }

    private static boolean isWeighted(Node node) {
        return node.domain().isEmpty() && WEIGHTED.contains(node.operator());
    }

    private static boolean isShortcut(Node node) {
        return node.domain().isEmpty() && (SHORTCUT.contains(node.operator()) || SAME_VALUE.contains(node.operator()));
    }

    /// The tensor whose value this one has, up to quantization.
    private String source(String tensor) {
        String at = tensor;
        while (true) {
            Optional<Node> node =
                    index.producer(at).filter(made -> made.domain().isEmpty() && SAME_VALUE.contains(made.operator()));
            Optional<String> before = node.flatMap(ResidualBlocks::firstInput).filter(index::isLive);
            if (before.isEmpty()) {
                return at;
            }
            at = before.get();
        }
    }

    private boolean isNotNegative(String tensor) {
        Optional<Node> node = maker(tensor);
        while (node.isPresent() && KEEPS_SIGN.contains(node.get().operator())) {
            node = firstInput(node.get()).flatMap(this::maker);
        }
        return node.isPresent() && NOT_NEGATIVE.contains(node.get().operator());
    }

    /// The node of the default domain that made a tensor's value.
    private Optional<Node> maker(String tensor) {
        return index.producer(source(tensor)).filter(node -> node.domain().isEmpty());
    }

    private static Optional<String> firstInput(Node node) {
        return node.inputs().stream().findFirst();
    }

    /// Whether two tensors have one shape as far as is known: a sum can be larger than its terms.
    private boolean sameShape(String a, String b) {
        Optional<ValueInfo> left = index.info(a).filter(ValueInfo::ranked);
        Optional<ValueInfo> right = index.info(b).filter(ValueInfo::ranked);
        if (left.isEmpty() || right.isEmpty()) {
            return true;
        }
        List<Dimension> one = left.get().shape();
        List<Dimension> other = right.get().shape();
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) instanceof Dimension.Fixed x && other.get(i) instanceof Dimension.Fixed y && !x.equals(y)) {
                return false;
            }
        }
        return true;
    }
}
