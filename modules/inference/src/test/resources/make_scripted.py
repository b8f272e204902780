"""Makes scripted.pt: what a scan must let in. Needs PyTorch (Debian: python3-torch); the file is committed."""
import torch


class Scripted(torch.nn.Module):
    """Control flow, lists, strings and recurrence, written by torch.jit.script."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.linear = torch.nn.Linear(4, 4)
        self.recurrent = torch.nn.LSTM(4, 4)
        self.norm = torch.nn.BatchNorm1d(4)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        sums = [torch.zeros(1)]
        for row in range(rows.size(0)):
            sums.append(rows[row].sum())
        named = {"rows": rows}
        if rows.dim() != 2:
            raise ValueError("rows and columns, not %d axes" % rows.dim())
        hidden = torch.relu(self.norm(self.linear(named["rows"])))
        out, _ = self.recurrent(hidden.unsqueeze(1))
        return torch.softmax(out.squeeze(1), 1)


model = Scripted().eval()
torch.jit.script(model).save("scripted.pt")
