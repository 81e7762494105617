"""Muon for matrices (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/), AdamW for the rest."""

import torch
from torch import Tensor, nn

# Coefficients of the quintic Newton-Schulz iteration, from the source above.
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonalized(gradient: Tensor, steps: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrix, roughly: singular values end between 0.7 and 1.2."""
    x = gradient.bfloat16()
    is_tall = x.shape[0] > x.shape[1]
    x = x.T if is_tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        squared = x @ x.T
        x = A * x + (B * squared + C * squared @ squared) @ x
    return (x.T if is_tall else x).to(gradient.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, made orthogonal; Nesterov; scaled by sqrt(max(1, rows / columns))."""

    def __init__(self, parameters: list[nn.Parameter], lr: float, momentum: float = 0.95) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                momentum = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                momentum.lerp_(parameter.grad, 1 - group["momentum"])
                update = orthogonalized(parameter.grad.lerp(momentum, group["momentum"]))
                scale = max(1.0, parameter.shape[0] / parameter.shape[1]) ** 0.5
                parameter.add_(update, alpha=-group["lr"] * scale)


def make_optimizers(model: nn.Module, matrix_rate: float, other_rate: float) -> list[torch.optim.Optimizer]:
    """Matrices of the layers go to Muon; embeddings and norms to AdamW, without weight decay."""
    named = list(model.named_parameters())
    matrices = [p for name, p in named if p.dim() == 2 and "layers." in name]
    others = [p for name, p in named if p.dim() != 2 or "layers." not in name]
    return [
        Muon(matrices, lr=matrix_rate),
        torch.optim.AdamW(others, lr=other_rate, betas=(0.9, 0.95), eps=1e-10, weight_decay=0.0),
    ]
