using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>Summaries of the Model's types and properties as plain text, the one source of the schemas' descriptions.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> members;

    internal XmlDocumentation() => members = XDocument.Load(Path.ChangeExtension(typeof(EnvCompiler.Model.Manifests.Manifest).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    internal string? OfType(Type type) => Summary($"T:{type.FullName}");

    /// <summary>A property's summary; of a record's positional parameter, the parameter's text.</summary>
    internal string? OfProperty(Type type, string property)
    {
        if (Summary($"P:{type.FullName}.{property}") is { } summary)
            return summary;
        return members.TryGetValue($"T:{type.FullName}", out var member)
            && member.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == property) is { } text
            ? Plain(text)
            : null;
    }

    private string? Summary(string name) => members.TryGetValue(name, out var member) && member.Element("summary") is { } summary ? Plain(summary) : null;

    private static string Plain(XElement element)
    {
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" } see => $"`{Name(see.Attribute("cref")!.Value)}`",
            XElement code => $"`{code.Value}`",
            _ => "",
        }));
        return Blanks().Replace(text, " ").Trim().TrimEnd('.');
    }

    /// <summary>A property as files spell it, anything else as it is.</summary>
    private static string Name(string reference)
    {
        var name = reference.Split('.')[^1];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.KebabCaseLower.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
