using System.Text;
using System.Xml;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>One element as found in the file: where it stands and what it holds.</summary>
internal sealed class CapNode(CapElement element, CapNode? parent, int index, int line)
{
    public CapElement Element => element;

    public int Line => line;

    /// <summary>The value; for a signature its raw XML.</summary>
    public string Text { get; set; } = "";

    public List<CapNode> Children { get; } = element.Check is null ? [] : NoChildren;

    public string Path => (parent is null ? "" : parent.Path + "/") + element.Name + (element.Repeats ? $"[{index}]" : "");

    private static readonly List<CapNode> NoChildren = [];

    public CapNode? Child(string name) => Children.Find(child => child.Element.Name == name);

    public IEnumerable<CapNode> All(string name) => Children.Where(child => child.Element.Name == name);
}

/// <summary>Walks a CAP file along <see cref="CapSchema"/> and notes everything that does not fit.</summary>
internal sealed class CapTree(XmlReader reader, CapFindings findings)
{
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private int Line => ((IXmlLineInfo)reader).LineNumber;

    /// <summary>Null when the file is not CAP 1.2 at all, which is then noted.</summary>
    public CapNode? Read()
    {
        reader.MoveToContent();
        if (reader.LocalName == "alert" && reader.NamespaceURI == CapSchema.Namespace)
        {
            return ReadElement(CapSchema.Alert, null, 1);
        }

        findings.Refuse(CapRule.Namespace, reader.LocalName, Line, reader.LocalName == "alert"
            ? $"<alert> is in namespace \"{CapText.Shorten(reader.NamespaceURI)}\"; CAP 1.2 is \"{CapSchema.Namespace}\""
            : $"the file starts with <{CapText.Shorten(reader.LocalName)}>, not with a CAP 1.2 <alert>");
        return null;
    }

    private CapNode ReadElement(CapElement element, CapNode? parent, int index)
    {
        var node = new CapNode(element, parent, index, Line);
        if (element.Foreign)
        {
            node.Text = reader.ReadOuterXml();
            return node;
        }

        CheckAttributes(node);
        if (element.Check is null)
        {
            ReadChildren(node);
        }
        else
        {
            node.Text = ReadValue(node);
            findings.Add(node, element.Check(node.Text));
        }

        return node;
    }

    private void ReadChildren(CapNode node)
    {
        var rows = node.Element.Children;
        var counts = new int[rows.Length];
        var last = 0;
        if (!reader.IsEmptyElement)
        {
            reader.Read();
            while (reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    CheckStrayText(node);
                    reader.Read();
                    continue;
                }

                var row = RowOf(rows);
                if (row < 0)
                {
                    Unknown(node, rows);
                    continue;
                }

                CheckPlace(node, rows, row, last, ++counts[row]);
                last = Math.Max(last, row);
                node.Children.Add(ReadElement(rows[row], node, counts[row]));
            }
        }

        reader.Read();
        for (var row = 0; row < rows.Length; row++)
        {
            if (counts[row] < rows[row].Least)
            {
                findings.Refuse(CapRule.Missing, $"{node.Path}/{rows[row].Name}", node.Line, $"<{rows[row].Name}> is missing in <{node.Element.Name}>");
            }
        }
    }

    private void CheckPlace(CapNode node, CapElement[] rows, int row, int last, int count)
    {
        if (row < last)
        {
            findings.Refuse(CapRule.Order, $"{node.Path}/{rows[row].Name}", Line, $"<{rows[row].Name}> must stand before <{rows[last].Name}>");
        }

        if (count == rows[row].Most + 1L)
        {
            findings.Refuse(CapRule.TooMany, $"{node.Path}/{rows[row].Name}", Line, $"<{rows[row].Name}> may stand only once in <{node.Element.Name}>");
        }
    }

    /// <summary>The reader stands behind the end tag afterwards.</summary>
    private string ReadValue(CapNode node)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }

        string? only = null;
        StringBuilder? parts = null;
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Unknown(node, []);
                continue;
            }

            if (only is null)
            {
                only = reader.Value;
            }
            else
            {
                (parts ??= new StringBuilder(only)).Append(reader.Value);
            }

            reader.Read();
        }

        reader.Read();
        return parts?.ToString() ?? only ?? "";
    }

    private int RowOf(CapElement[] rows)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].Foreign
                ? reader.NamespaceURI == CapSchema.SignatureNamespace
                : reader.LocalName == rows[row].Name && reader.NamespaceURI == CapSchema.Namespace)
            {
                return row;
            }
        }

        return -1;
    }

    private void Unknown(CapNode node, CapElement[] rows)
    {
        var name = CapText.Shorten(reader.LocalName);
        var known = Array.Exists(rows, row => row.Name == reader.LocalName);
        findings.Refuse(CapRule.UnknownElement, $"{node.Path}/{name}", Line, known
            ? $"<{name}> is in namespace \"{CapText.Shorten(reader.NamespaceURI)}\", not in CAP 1.2's"
            : $"<{name}> is not an element of CAP 1.2 inside <{node.Element.Name}>{Meant(name, rows)}");
        reader.Skip();
    }

    private static string Meant(string name, CapElement[] rows)
    {
        var near = Array.Find(rows, row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(row.Name, name + "s", StringComparison.OrdinalIgnoreCase)
            || string.Equals(row.Name + "s", name, StringComparison.OrdinalIgnoreCase));
        return near is null ? "" : $" (is <{near.Name}> meant?)";
    }

    private void CheckStrayText(CapNode node)
    {
        if (reader.Value.Trim(CapText.XmlSpaces).Length > 0)
        {
            findings.Refuse(CapRule.StrayText, node.Path, Line, $"text \"{CapText.Shorten(reader.Value)}\" stands between the elements of <{node.Element.Name}>");
        }
    }

    /// <summary>CAP has no attributes; only namespaces and hints for a schema validator may stand.</summary>
    private void CheckAttributes(CapNode node)
    {
        while (reader.MoveToNextAttribute())
        {
            var allowed = reader.Prefix == "xmlns" || reader.Name == "xmlns"
                || (reader.NamespaceURI == SchemaInstance && (reader.LocalName is "schemaLocation" or "noNamespaceSchemaLocation" || (reader.LocalName == "type" && node.Element.IsString)));
            if (!allowed)
            {
                findings.Refuse(CapRule.Attribute, node.Path, Line, $"attribute \"{CapText.Shorten(reader.Name)}\" is not allowed; CAP 1.2 has none");
            }
        }

        reader.MoveToElement();
    }
}
