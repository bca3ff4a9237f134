package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tierwise.onnx.proto.AttributeProto;
import io.tierwise.onnx.proto.GraphProto;
import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.NodeProto;
import io.tierwise.onnx.proto.OperatorSetIdProto;
import io.tierwise.onnx.proto.SparseTensorProto;
import io.tierwise.onnx.proto.StringStringEntryProto;
import io.tierwise.onnx.proto.TensorProto;
import io.tierwise.onnx.proto.TensorShapeProto;
import io.tierwise.onnx.proto.TypeProto;
import io.tierwise.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;

/// Turns our values into the messages of a file; where weights go is the caller's choice.
final class MessageWriter {

    /// Puts the values of a weight, or where they are, into its message.
    interface Placement {
        void place(Weight weight, TensorProto.Builder to);
    }

    private final Placement placement;

    MessageWriter(Placement placement) {
        this.placement = placement;
    }

    ModelProto model(Model model) {
        ModelProto.Builder proto = start(ModelProto.newBuilder(), model.rest());
        proto.setIrVersion(model.irVersion());
        if (!model.producer().isEmpty()) {
            proto.setProducerName(model.producer());
        }
        model.opsets()
                .forEach((domain, version) -> proto.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        model.metadata()
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return proto.setGraph(graph(model.graph())).build();
    }

    private GraphProto graph(Graph graph) {
        GraphProto.Builder proto = start(GraphProto.newBuilder(), graph.rest());
        proto.setName(graph.name());
        graph.nodes().forEach(node -> proto.addNode(node(node)));
        graph.initializers().values().forEach(weight -> proto.addInitializer(tensor(weight)));
        graph.sparse()
                .values()
                .forEach(sparse -> proto.addSparseInitializer(start(SparseTensorProto.newBuilder(), sparse)));
        graph.inputs().forEach(value -> proto.addInput(value(value)));
        graph.outputs().forEach(value -> proto.addOutput(value(value)));
        graph.values().values().forEach(value -> proto.addValueInfo(value(value)));
        return proto.build();
    }

    private static ValueInfoProto value(ValueInfo value) {
        ValueInfoProto.Builder proto = start(ValueInfoProto.newBuilder(), value.rest());
        proto.setName(value.name());
        boolean known = value.type() != DataType.UNDEFINED || value.ranked();
        if (proto.hasType() || !known) {
            return proto.build();
        }
        TypeProto.Tensor.Builder type =
                TypeProto.Tensor.newBuilder().setElemType(value.type().code());
        if (value.ranked()) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            value.shape().forEach(dimension -> shape.addDim(dimension(dimension)));
            type.setShape(shape);
        }
        return proto.setType(TypeProto.newBuilder().setTensorType(type)).build();
    }

    private static TensorShapeProto.Dimension dimension(Dimension dimension) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        return switch (dimension) {
            case Dimension.Fixed fixed -> proto.setDimValue(fixed.size()).build();
            case Dimension.Named named -> proto.setDimParam(named.name()).build();
            case Dimension.Unknown unknown -> proto.build();
        };
    }

    private NodeProto node(Node node) {
        NodeProto.Builder proto = start(NodeProto.newBuilder(), node.rest());
        Map<String, AttributeProto> leftovers = new HashMap<>();
        proto.getAttributeList().forEach(attribute -> leftovers.put(attribute.getName(), attribute));
        proto.clearAttribute();
        if (!node.name().isEmpty()) {
            proto.setName(node.name());
        }
        if (!node.domain().isEmpty()) {
            proto.setDomain(node.domain());
        }
        proto.setOpType(node.operator()).addAllInput(node.inputs()).addAllOutput(node.outputs());
        node.attributes().forEach((name, value) -> {
            AttributeProto.Builder attribute =
                    leftovers.getOrDefault(name, AttributeProto.getDefaultInstance()).toBuilder();
            proto.addAttribute(attribute(attribute, value).setName(name));
        });
        return proto.build();
    }

    private AttributeProto.Builder attribute(AttributeProto.Builder proto, Attribute value) {
        return switch (value) {
            case Attribute.FloatValue number ->
                proto.setType(AttributeProto.AttributeType.FLOAT).setF(number.value());
            case Attribute.IntValue number ->
                proto.setType(AttributeProto.AttributeType.INT).setI(number.value());
            case Attribute.Text text ->
                proto.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text.value()));
            case Attribute.TensorValue tensor ->
                proto.setType(AttributeProto.AttributeType.TENSOR).setT(tensor(tensor.value()));
            case Attribute.GraphValue inner ->
                proto.setType(AttributeProto.AttributeType.GRAPH).setG(graph(inner.value()));
            case Attribute.Floats numbers ->
                proto.setType(AttributeProto.AttributeType.FLOATS).addAllFloats(numbers.values());
            case Attribute.Ints numbers ->
                proto.setType(AttributeProto.AttributeType.INTS).addAllInts(numbers.values());
            case Attribute.Texts texts ->
                proto.setType(AttributeProto.AttributeType.STRINGS)
                        .addAllStrings(texts.values().stream()
                                .map(ByteString::copyFromUtf8)
                                .toList());
            case Attribute.Opaque opaque -> start(proto, opaque.message());
        };
    }

    TensorProto tensor(Weight weight) {
        TensorProto.Builder proto = start(TensorProto.newBuilder(), weight.rest());
        if (!weight.name().isEmpty()) {
            proto.setName(weight.name());
        }
        proto.setDataType(weight.type().code()).addAllDims(weight.shape());
        if (weight.type() == DataType.STRING) {
            WeightValues.packedTexts(weight).forEach(text -> proto.addStringData(ByteString.copyFrom(text)));
        } else {
            placement.place(weight, proto);
        }
        return proto.build();
    }

    private static <B extends Message.Builder> B start(B builder, Rest rest) {
        try {
            builder.mergeFrom(rest.message());
            return builder;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message once parsed does not parse again", e);
        }
    }
}
