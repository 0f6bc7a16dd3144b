"""Another layout in memory is the same network: its answers and gradients stay."""

import pytest

from pfd_desktop.core.networks.table import NETWORKS, network

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


@pytest.mark.parametrize("key", NETWORKS)
def test_channels_last_changes_neither_answers_nor_gradients(key: str) -> None:
    import torch

    from pfd_desktop.core.networks.layout import channels_last, has_layout

    windows = torch.randn(4, 1024, generator=torch.Generator().manual_seed(1))
    found = []
    for other in (False, True):
        torch.manual_seed(3)
        made = network(key).make(3).double()
        names = list(made.state_dict())
        assert has_layout(made) is (key != "patchtst")
        if other:
            channels_last(made)
        for module in made.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # it draws in the order of memory
        logits = made(windows.double())
        torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1, 2, 0])).backward()
        assert list(made.state_dict()) == names
        kept = [value.double() for value in made.state_dict().values()]
        found.append(
            [logits, *(p.grad for p in made.parameters()), *kept, made.eval()(windows.double())]
        )
    for plain, wide in zip(*found, strict=True):
        torch.testing.assert_close(wide, plain, rtol=1e-8, atol=1e-10)
