package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A graph as numbers, as the search for cuts needs it.
///
/// Nodes are those that lie between an input and an output and do more than work out sizes
/// ([ShapeNodes]), numbered in topological order. Tensors that carry values between them have one
/// numbering, tensors that hold sizes another.
final class CutGraph {

    /// Stands in for the maker of a model input.
    static final int INPUT = -1;

    final List<Node> nodes;
    /// For each tensor its name, its bytes (-1 where it cannot cross), its maker and who takes it.
    final List<String> tensors = new ArrayList<>();

    final long[] bytes;
    final int[] makers;
    final int[][] takers;
    /// For each node the tensors it takes and makes, and the size tensors it takes.
    final int[][] takes;

    final int[][] makes;
    final int[][] takesSizes;
    /// For each node the nodes it directly waits for, through values or sizes, and those that wait for it.
    final int[][] before;

    final int[][] after;
    /// For each size tensor its name, its bytes, and the tensors and size tensors it is worked out from.
    final List<String> sizes = new ArrayList<>();

    final long[] sizeBytes;
    final int[][] sizeFromTensors;
    final int[][] sizeFromSizes;
    /// For each size tensor every tensor it goes back to.
    final int[][] sizeRoots;

    /// Nodes that take size tensors.
    final int[] sizeTakers;

    private final List<Carried> carriedTensors = new ArrayList<>();
    private final List<Carried> carriedSizes = new ArrayList<>();
    private final Map<String, Integer> tensorIds = new HashMap<>();
    private final Map<String, Integer> sizeIds = new HashMap<>();

    CutGraph(GraphIndex index, TensorSizes tensorSizes) {
        ShapeNodes shapeNodes = new ShapeNodes(index);
        List<Node> needed = needed(index);
        nodes = needed.stream().filter(node -> !shapeNodes.has(node)).toList();
        List<Node> shapes = needed.stream().filter(shapeNodes::has).toList();
        index.graph().givenInputs().forEach(input -> number(input.name(), tensors, tensorIds));
        nodes.forEach(node ->
                node.outputs().stream().filter(index::isLive).forEach(output -> number(output, tensors, tensorIds)));
        shapes.forEach(node ->
                node.outputs().stream().filter(index::isLive).forEach(output -> number(output, sizes, sizeIds)));
        bytes = bytes(tensors, tensorSizes);
        sizeBytes = bytes(sizes, tensorSizes);
        takes = rows(nodes, node -> ids(index.needs(node), tensorIds));
        takesSizes = rows(nodes, node -> ids(index.needs(node), sizeIds));
        makes = rows(nodes, node -> ids(node.outputs(), tensorIds));
        makers = new int[tensors.size()];
        Arrays.fill(makers, INPUT);
        for (int node = 0; node < nodes.size(); node++) {
            for (int tensor : makes[node]) {
                makers[tensor] = node;
            }
        }
        takers = inverse(takes, tensors.size());
        List<Node> sizeMakers =
                sizes.stream().map(size -> index.producer(size).orElseThrow()).toList();
        sizeFromTensors = rows(sizeMakers, node -> ids(index.needs(node), tensorIds));
        sizeFromSizes = rows(sizeMakers, node -> ids(index.needs(node), sizeIds));
        sizeRoots = roots();
        sizeTakers = IntStream.range(0, nodes.size())
                .filter(node -> takesSizes[node].length > 0)
                .toArray();
        before = IntStream.range(0, nodes.size()).mapToObj(this::waitsFor).toArray(int[][]::new);
        after = inverse(before, nodes.size());
        for (int tensor = 0; tensor < tensors.size(); tensor++) {
            carriedTensors.add(Carried.values(tensors.get(tensor), bytes[tensor], makers[tensor]));
        }
        for (int size = 0; size < sizes.size(); size++) {
            List<Carried.Origin> origins = Arrays.stream(sizeRoots[size])
                    .mapToObj(tensor -> carriedTensors.get(tensor).origins().getFirst())
                    .toList();
            carriedSizes.add(new Carried(sizes.get(size), sizeBytes[size], origins));
        }
    }

    /// The nodes that depend on an input and that an output depends on.
    private static List<Node> needed(GraphIndex index) {
        Set<String> wanted = new HashSet<>();
        index.graph().outputs().forEach(output -> wanted.add(output.name()));
        List<Node> needed = new ArrayList<>();
        for (Node node : index.order().reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(index.needs(node));
                if (node.outputs().stream().anyMatch(index::isLive)) {
                    needed.add(node);
                }
            }
        }
        return needed.reversed();
    }

    private static void number(String name, List<String> names, Map<String, Integer> ids) {
        if (ids.putIfAbsent(name, names.size()) == null) {
            names.add(name);
        }
    }

    private static long[] bytes(List<String> names, TensorSizes tensorSizes) {
        return names.stream()
                .mapToLong(name -> tensorSizes.bytes(name).orElse(-1))
                .toArray();
    }

    private static int[] ids(Iterable<String> names, Map<String, Integer> ids) {
        IntStream.Builder found = IntStream.builder();
        for (String name : names) {
            Integer id = ids.get(name);
            if (id != null) {
                found.add(id);
            }
        }
        return found.build().distinct().toArray();
    }

    private interface Row {
        int[] of(Node node);
    }

    private static int[][] rows(List<Node> nodes, Row row) {
        return nodes.stream().map(row::of).toArray(int[][]::new);
    }

    /// Who has each of so many things in its row.
    private static int[][] inverse(int[][] rows, int things) {
        int[] counts = new int[things];
        for (int[] row : rows) {
            for (int thing : row) {
                counts[thing]++;
            }
        }
        int[][] inverse = new int[things][];
        Arrays.setAll(inverse, thing -> new int[counts[thing]]);
        Arrays.fill(counts, 0);
        for (int i = 0; i < rows.length; i++) {
            for (int thing : rows[i]) {
                inverse[thing][counts[thing]++] = i;
            }
        }
        return inverse;
    }

    private int[][] roots() {
        int[][] roots = new int[sizes.size()][];
        for (int size = 0; size < roots.length; size++) {
            BitSet found = new BitSet();
            Arrays.stream(sizeFromTensors[size]).forEach(found::set);
            for (int from : sizeFromSizes[size]) {
                Arrays.stream(roots[from]).forEach(found::set);
            }
            roots[size] = found.stream().toArray();
        }
        return roots;
    }

    private int[] waitsFor(int node) {
        IntStream values = Arrays.stream(takes[node]);
        IntStream shapes = Arrays.stream(takesSizes[node]).flatMap(size -> Arrays.stream(sizeRoots[size]));
        return IntStream.concat(values, shapes)
                .map(tensor -> makers[tensor])
                .filter(maker -> maker != INPUT)
                .distinct()
                .toArray();
    }

    int size() {
        return nodes.size();
    }

    boolean canCross(int tensor) {
        return bytes[tensor] >= 0;
    }

    /// What crosses, tensors of values first.
    List<Carried> carried(BitSet across, int... sizesAcross) {
        return Stream.concat(
                        across.stream().mapToObj(carriedTensors::get),
                        Arrays.stream(sizesAcross).mapToObj(carriedSizes::get))
                .toList();
    }

    /// The number of a tensor that carries values, or -1.
    int tensor(String name) {
        return tensorIds.getOrDefault(name, -1);
    }

    /// The number of a tensor that holds sizes, or -1.
    int sizeTensor(String name) {
        return sizeIds.getOrDefault(name, -1);
    }
}
