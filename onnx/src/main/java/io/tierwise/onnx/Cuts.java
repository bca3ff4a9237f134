package io.tierwise.onnx;

import java.util.BitSet;
import java.util.List;

/// The places where a model can be cut in two: sets of up to four tensors such that everything after can
/// be computed from them and constants alone, and nothing before needs anything after.
///
/// - An input of the model that is needed after a cut crosses it like any tensor. An output made before
///   is given by the head; one that could be made on either side is made behind.
/// - What depends on constants alone belongs to whichever side needs it, and may be on both. So do
///   nodes that only work out sizes ([ShapeNodes]): behind a cut a size is worked out again where its
///   tensor is there, else a tensor of a few integers crosses.
/// - A node that holds graphs (If, Loop, Scan) is one node, never cut inside.
/// - Among cuts with the same nodes before them only those are kept that no other beats in tensors or
///   bytes; what was dropped is kept with its reason.
public final class Cuts {

    /// Tensors that cross at most.
    public static final int MOST_TENSORS = 4;

    /// Cuts looked for at most.
    public static final int MOST_CUTS = 20_000;

    private final CutGraph graph;
    private final CutCheck check;

    private Cuts(Model model, TensorSizes sizes) {
        GraphIndex index = GraphIndex.of(model.graph());
        graph = new CutGraph(index, sizes);
        check = new CutCheck(index, graph);
    }

    /// The cuts of a model.
    ///
    /// @param sizes what it costs to carry each tensor
    public static Cuts of(Model model, TensorSizes sizes) {
        return new Cuts(model, sizes);
    }

    /// What a search found.
    ///
    /// @param cuts those with fewer nodes before them first
    /// @param dropped what is not offered, and why
    /// @param capped whether there are more than [#MOST_CUTS]; those missing carry as many tensors as
    ///     the widest found
    public record Found(List<Cut> cuts, List<DroppedCut> dropped, boolean capped) {
        public Found {
            cuts = List.copyOf(cuts);
            dropped = List.copyOf(dropped);
        }
    }

    /// Every cut of at most so many tensors.
    ///
    /// @param mostTensors 1 to [#MOST_TENSORS]
    public Found find(int mostTensors) {
        if (mostTensors < 1 || mostTensors > MOST_TENSORS) {
            throw new IllegalArgumentException("a cut has 1 to " + MOST_TENSORS + " tensors, found " + mostTensors);
        }
        CutSearch search = search(mostTensors);
        return new Found(search.cuts(), search.dropped(), search.isCapped());
    }

    CutSearch search(int mostTensors) {
        return new CutSearch(graph, MOST_CUTS).run(mostTensors);
    }

    /// Whether the model can be cut at these tensors.
    public CutVerdict at(List<String> tensors) {
        return check.judge(tensors);
    }

    /// Before every node: what nodes take of the model's inputs crosses. It divides nothing by itself and
    /// is no cut that is found; what stands beside the model can end here.
    public Cut front() {
        BitSet across = new BitSet();
        for (int tensor = 0; tensor < graph.tensors.size(); tensor++) {
            across.set(tensor, graph.makers[tensor] == CutGraph.INPUT && graph.takers[tensor].length > 0);
        }
        return new Cut(graph.carried(across), Head.of(0));
    }

    /// The nodes that heads count, in topological order: those between an input and an output that do
    /// more than work out sizes.
    public List<Node> nodes() {
        return graph.nodes;
    }
}
