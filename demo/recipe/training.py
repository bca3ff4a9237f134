"""Training shared by all networks, with a one-cycle learning rate, and their export."""
import time

import torch
from torch import nn


def descent(network, rate):
    """Return stochastic gradient descent with momentum, for convolutions."""
    return torch.optim.SGD(network.parameters(), rate, momentum=0.9, weight_decay=5e-4, nesterov=True)


def adam(network, rate):
    """Return Adam with decoupled weight decay, for attention."""
    return torch.optim.AdamW(network.parameters(), rate, weight_decay=0.05)


def train(network, batches, steps, optimizer, smoothing):
    """Train on `steps` batches of (float input, long target) and leave the network in evaluation mode.

    Nothing is held out and no state is chosen: the last step's weights are the result.
    """
    network.train().to(memory_format=torch.channels_last)
    loss_of = nn.CrossEntropyLoss(label_smoothing=smoothing)
    rate = optimizer.defaults["lr"]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.2)
    started = time.monotonic()
    for step, (x, target) in zip(range(1, steps + 1), batches):
        logits = network(x.contiguous(memory_format=torch.channels_last))
        loss = loss_of(logits, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == steps:
            right = (logits.argmax(1) == target).float().mean().item()
            print(f"step {step}/{steps} loss {loss.item():.3f} right {right:.3f} "
                  f"{time.monotonic() - started:.0f} s", flush=True)
    return network.to(memory_format=torch.contiguous_format).eval()


def export(network, path, side, opset=13):
    """Write a network on Nx1xSIDExSIDE as ONNX, its batch normalizations folded into the convolutions."""
    torch.onnx.export(network, torch.zeros(1, 1, side, side), path, opset_version=opset,
                      input_names=["input"], output_names=["logits"],
                      dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}})
