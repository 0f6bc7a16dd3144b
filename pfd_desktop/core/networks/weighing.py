"""Networks that say how much a window is to weigh. Imports torch; only children import this."""

import torch
from torch import nn

_HIDDEN = 32


class Weighing(nn.Module):
    """A network's last layer, and beside its logits one number more: the window's say.

    Gated attention over the windows of a recording: Ilse, Tomczak & Welling, ICML 2018, equation 9,
    on what the last layer reads. The recording's logits are those of the weighted mean of it, and,
    the layer being linear, the weighted mean of its windows' logits.
    """

    def __init__(self, decide: nn.Linear) -> None:
        super().__init__()
        self.decide = decide
        self.seen = nn.Linear(decide.in_features, _HIDDEN)
        self.gate = nn.Linear(decide.in_features, _HIDDEN)
        self.say = nn.Linear(_HIDDEN, 1, bias=False)

    def forward(self, found: torch.Tensor) -> torch.Tensor:
        """Windows × (classes + 1)."""
        say = self.say(self.seen(found).tanh() * self.gate(found).sigmoid())
        return torch.cat([self.decide(found), say], dim=1)


def weighing(made: nn.Module) -> nn.Module:
    """*made*, whose last layer of ``decide`` now says what its windows weigh as well."""
    decide = made.decide
    if isinstance(decide, nn.Linear):
        made.decide = Weighing(decide)
    elif isinstance(decide, nn.Sequential) and isinstance(decide[-1], nn.Linear):
        decide[-1] = Weighing(decide[-1])
    else:
        raise TypeError(f"{type(made).__name__} does not end with a linear layer")
    return made


def of_recordings(answers: torch.Tensor, owner: torch.Tensor) -> torch.Tensor:
    """Logits, recordings × classes, from answers of windows, windows × (classes + 1).

    *owner* is the recording of each window, 0, 1, 2 …
    """
    say, count = answers[:, -1], int(owner.max()) + 1
    most = say.new_full((count,), -torch.inf).scatter_reduce(0, owner, say.detach(), "amax")
    shares = (say - most[owner]).exp()
    total = say.new_zeros(count).index_add(0, owner, shares)
    weighted = (shares / total[owner])[:, None] * answers[:, :-1]
    return answers.new_zeros(count, weighted.shape[1]).index_add(0, owner, weighted)
