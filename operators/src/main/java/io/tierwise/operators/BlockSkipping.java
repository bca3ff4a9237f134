package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Carries out [EarlyExit]: finds the blocks that can go, chooses, and takes them out.
final class BlockSkipping {

    private BlockSkipping() {}

    /// The model without the blocks, and the account.
    record Result(Model model, Account account) {}

    static Result apply(EarlyExit exit, Model model, Context context) {
        Iterator<Map<String, Tensor>> samples = context.calibration().iterator();
        if (!samples.hasNext()) {
            throw new OperatorException("early exit needs a calibration sample to learn shapes, found none");
        }
        Map<String, Tensor> sample = Calibration.kept(samples.next());
        Shapes shapes = Shapes.learn(model, sample);
        List<SkippableBlock> blocks = SkippableBlocks.find(model, shapes);
        if (blocks.isEmpty()) {
            throw new OperatorException("the model has no residual block that can be skipped: none hands its input on"
                    + " unchanged and gives an answer of the same shape");
        }
        WeightStore store = WeightStore.in(context.workFolder());
        BlockChoice choice = switch (exit.rule()) {
            case STUDY -> BlockChoice.study(blocks);
            case SKIP -> {
                Loss loss = context.criteria().loss();
                TimedModel timed = TimedModel.of(model, shapes, sample, context.threads());
                SkipSearch search = new SkipSearch(
                        model, blocks, block -> timed.share(block.block().nodes()), loss, store);
                yield BlockChoice.within(
                        search,
                        exit.allowance()
                                .map(Allowance::share)
                                .orElseGet(() ->
                                        context.criteria().tolerance().mostLoss(search.before()) - search.before()),
                        exit.allowance().isPresent());
            }
            case EXIT, INT8 -> throw new IllegalArgumentException(exit + " skips no blocks");
        };
        Model skipped = BlockSkip.skip(model, choice.skipped(), store);
        Account account = Account.of(exit, choice.change(), ModelSize.of(model), ModelSize.of(skipped))
                .withSkippedBlocks(
                        choice.skipped().stream().map(SkippableBlock::name).toList())
                .withNotes(choice.notes());
        return new Result(skipped, account);
    }
}
