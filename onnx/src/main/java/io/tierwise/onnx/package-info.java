/// The ONNX graph as immutable values: read, write, walk, slice, splice.
///
/// A [io.tierwise.onnx.Model] holds a [io.tierwise.onnx.Graph] of [io.tierwise.onnx.Node]s, and
/// [io.tierwise.onnx.Weight]s whose values stay in their file until asked for:
///
/// ```java
/// Model model = ModelReader.read(Path.of("resnet50.onnx"));      // a few kilobytes, whatever the file's size
/// Weight weight = model.graph().weights().get("conv1.weight");   // FLOAT [64, 3, 7, 7], in resnet50.onnx
/// float[] values = weight.floats();                              // read now
/// ```
///
/// What is asked of a graph:
/// - [io.tierwise.onnx.GraphIndex]: who makes a tensor, who takes it.
/// - [io.tierwise.onnx.Cuts]: the sets of tensors at which the graph falls into a head and a tail.
/// - [io.tierwise.onnx.ResidualBlocks]: the blocks around which a sum carries their input.
/// - [io.tierwise.onnx.Macs]: multiplications that one run takes.
///
/// What is made from a model, always a new one that shares the weights of the old:
/// - [io.tierwise.onnx.Slicer]: what lies between some tensors and others.
/// - [io.tierwise.onnx.Splice]: the graph without a block.
/// - [io.tierwise.onnx.GraphBuilder]: a graph from nothing.
/// - [io.tierwise.onnx.ModelWriter]: bytes that point to the weights, or a file of its own.
///
/// Files come from anywhere. What is wrong with one is a [io.tierwise.onnx.MalformedModelException]
/// that names file, finding and place; what is right but beyond us an
/// [io.tierwise.onnx.UnsupportedModelException] that says what to do.
///
/// Fields of the format without a place in these values are not lost: each value carries a
/// [io.tierwise.onnx.Rest] that is written back as it was.
@NullMarked
package io.tierwise.onnx;

import org.jspecify.annotations.NullMarked;
