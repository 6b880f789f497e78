using System.Net;
using System.Text;

namespace EdgeWarning.Gateway.Commands;

/// <summary>
/// A wiring as SVG: the module in the middle, parts in a column on each side, a row for each terminal. A wire to the module is a straight line; any other net is a flag
/// that names its other ends. So nothing can cross or overlap, whatever the tables say.
/// </summary>
internal sealed class HardwareDrawing
{
    private const int Width = 1520;
    private const int PartWidth = 350;
    private const int PartLeft = 20;
    private const int PartRight = Width - PartLeft - PartWidth;
    private const int ModuleLeft = 620;
    private const int ModuleWidth = Width - (2 * ModuleLeft);
    private const int Top = 110;
    private const int HeadHeight = 50;
    private const int RowHeight = 38;
    private const int PartGap = 22;
    private const int FlagWidth = 228;
    private const int LineHeight = 20;

    private readonly StringBuilder _svg = new();
    private readonly HardwareWiring _wiring;

    private HardwareDrawing(HardwareWiring wiring) => _wiring = wiring;

    public static string Svg(HardwareWiring wiring)
    {
        var drawing = new HardwareDrawing(wiring);
        int bottom = Math.Max(HeightOf(wiring.Parts.Where(part => part.IsLeft)), HeightOf(wiring.Parts.Where(part => !part.IsLeft)));
        int notes = wiring.ModulePart.Terminals.Where(terminal => HardwareWiring.IsSupply(terminal.Net)).Count() + wiring.Reserved.Count;
        int moduleBottom = Math.Max(bottom, Top + HeadHeight + RowHeight) + (LineHeight * (notes + 2));
        drawing.Head(moduleBottom + 70);
        drawing.ModuleBox(bottom, moduleBottom);
        drawing.Column(wiring.Parts.Where(part => part.IsLeft), isLeft: true);
        drawing.Column(wiring.Parts.Where(part => !part.IsLeft), isLeft: false);
        drawing.Legend(moduleBottom + 40);
        drawing._svg.Append("</svg>\n");
        return drawing._svg.ToString();
    }

    private static int HeightOf(IEnumerable<WiringPart> parts) => Top + parts.Sum(part => HeightOf(part) + PartGap);

    private static int HeightOf(WiringPart part) => HeadHeight + (part.Terminals.Count * RowHeight) + 6;

    private void Head(int height)
    {
        _svg.Append($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif">
            <style>
            .box{"{"}fill:#fff;stroke:#333;stroke-width:1.5{"}"} .module{"{"}fill:#f2f5f8;stroke:#333;stroke-width:2{"}"} .head{"{"}font-size:15px;font-weight:bold{"}"}
            .zh{"{"}font-size:13px;fill:#444{"}"} .name{"{"}font-size:14px;font-weight:bold{"}"} .note{"{"}font-size:11px;fill:#444{"}"} .net{"{"}font-size:11px;font-family:monospace{"}"}
            .wire{"{"}stroke-width:2;fill:none{"}"} .flag{"{"}fill:#fff;stroke-width:1.5{"}"}
            </style>
            <rect width="{Width}" height="{height}" fill="#fff"/>

            """);
        Text(PartLeft, 44, "font-size:26px;font-weight:bold", "start", $"{_wiring.Name}: wiring 接线图");
        Text(PartLeft, 74, "font-size:14px", "start", "Power off before you touch anything: load fuse or plug first, then the panel, the battery fuse last; on again in the reverse order. 先断负载，再断太阳能板，最后取电池保险丝；送电顺序相反。");
    }

    private void ModuleBox(int bottom, int moduleBottom)
    {
        _svg.Append($"<rect class=\"module\" x=\"{ModuleLeft}\" y=\"{Top}\" width=\"{ModuleWidth}\" height=\"{moduleBottom - Top}\" rx=\"6\"/>\n");
        int middle = Width / 2;
        Class(middle, Top + 22, "head", "middle", _wiring.ModulePart.English);
        Class(middle, Top + 41, "zh", "middle", _wiring.ModulePart.Chinese);
        int y = Math.Max(bottom, Top + HeadHeight + RowHeight) + LineHeight;
        foreach (Terminal supply in _wiring.ModulePart.Terminals.Where(terminal => HardwareWiring.IsSupply(terminal.Net)))
        {
            Class(middle, y, "note", "middle", $"{supply.Name} = {supply.Net}  {supply.English} {supply.Chinese}".TrimEnd());
            y += LineHeight;
        }

        foreach (string reserved in _wiring.Reserved)
        {
            Class(middle, y, "net", "middle", $"{reserved}: leave 勿接");
            y += LineHeight;
        }
    }

    private void Column(IEnumerable<WiringPart> parts, bool isLeft)
    {
        int y = Top;
        foreach (WiringPart part in parts)
        {
            int left = isLeft ? PartLeft : PartRight;
            _svg.Append($"<rect class=\"box\" x=\"{left}\" y=\"{y}\" width=\"{PartWidth}\" height=\"{HeightOf(part)}\" rx=\"5\"/>\n");
            Class(left + (PartWidth / 2), y + 21, "head", "middle", part.English);
            Class(left + (PartWidth / 2), y + 39, "zh", "middle", part.Chinese);
            int row = y + HeadHeight + (RowHeight / 2);
            foreach (Terminal terminal in part.Terminals)
            {
                DrawTerminal(part, terminal, row, isLeft);
                row += RowHeight;
            }

            y += HeightOf(part) + PartGap;
        }
    }

    private void DrawTerminal(WiringPart part, Terminal terminal, int y, bool isLeft)
    {
        int edge = isLeft ? PartLeft + PartWidth : PartRight;
        int inward = isLeft ? -10 : 10;
        string anchor = isLeft ? "end" : "start";
        string note = $"{terminal.English} {terminal.Chinese}".Trim();
        _svg.Append($"<circle cx=\"{edge}\" cy=\"{y}\" r=\"3.5\" fill=\"#333\"/>\n");
        Class(edge + inward, note.Length == 0 ? y + 5 : y - 2, "name", anchor, terminal.Name);
        Class(edge + inward, y + 13, "note", anchor, note);
        if (_wiring.OnModule(terminal.Net) is { } end)
        {
            Wire(terminal, end, y, isLeft, edge);
        }
        else
        {
            Flag(part, terminal, y, isLeft, edge);
        }
    }

    private void Wire(Terminal terminal, Terminal end, int y, bool isLeft, int edge)
    {
        int module = isLeft ? ModuleLeft : ModuleLeft + ModuleWidth;
        string colour = end.English.Split(',')[0] switch { "out" => "#1257a8", "in" => "#11743c", "analogue" => "#7b2b9b", _ => "#333" };
        _svg.Append($"<path class=\"wire\" stroke=\"{colour}\" d=\"M{edge} {y}H{module}\"/>\n<circle cx=\"{module}\" cy=\"{y}\" r=\"3.5\" fill=\"{colour}\"/>\n");
        Class((edge + module) / 2, y - 5, "net", "middle", terminal.Net);
        int inward = isLeft ? 9 : -9;
        string anchor = isLeft ? "start" : "end";
        Class(module + inward, end.English.Length == 0 ? y + 5 : y - 1, "name", anchor, end.Name);
        Class(module + inward, y + 13, "note", anchor, end.English);
    }

    private void Flag(WiringPart part, Terminal terminal, int y, bool isLeft, int edge)
    {
        bool isSupply = HardwareWiring.IsSupply(terminal.Net);
        string colour = terminal.Net switch { "GND" => "#222", "3V3" => "#c2185b", "5V" => "#d84315", "12V" or "24V" => "#b71c1c", "EARTH" => "#2e7d32", _ => "#555" };
        string[] others = isSupply ? [] : [.. _wiring.OtherEnds(part, terminal)];
        int width = isSupply ? 60 : FlagWidth;
        int left = isLeft ? edge + 16 : edge - 16 - width;
        _svg.Append($"<path class=\"wire\" stroke=\"{colour}\" d=\"M{edge} {y}H{(isLeft ? left : left + width)}\"/>\n");
        _svg.Append($"<rect class=\"flag\" stroke=\"{colour}\" x=\"{left}\" y=\"{y - 15}\" width=\"{width}\" height=\"30\" rx=\"4\"/>\n");
        if (isSupply)
        {
            Class(left + (width / 2), y + 5, "name", "middle", terminal.Net);
            return;
        }

        Class(left + 6, y - 3, "net", "start", terminal.Net);
        Class(left + 6, y + 10, "note", "start", $"→ {others[0]}{(others.Length > 1 ? $" +{others.Length - 1}" : "")}");
    }

    private void Legend(int y) => Text(
        PartLeft, y, "font-size:12px;fill:#444", "start",
        "blue: output of the chip 输出 · green: input 输入 · purple: measured voltage 模拟量 · box: the other end has the same name 同名相连 · drawn by: gateway hardware wiring, from pins.csv and parts.csv");

    private void Class(int x, int y, string style, string anchor, string text)
    {
        if (text.Length > 0)
        {
            _svg.Append($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");
        }
    }

    private void Text(int x, int y, string style, string anchor, string text) =>
        _svg.Append($"<text x=\"{x}\" y=\"{y}\" style=\"{style}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");
}
