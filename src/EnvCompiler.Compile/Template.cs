using System.Text;

namespace EnvCompiler.Compile;

/// <summary>A text of <c>templates/</c> with <c>{{name}}</c> places, embedded in this assembly.</summary>
internal static class Template
{
    /// <summary>The text with every place filled.</summary>
    /// <param name="name">File name, e.g. <c>enter.sh</c>.</param>
    /// <param name="values">Text by place; each place of the template must be named, or this throws.</param>
    internal static string Render(string name, params ReadOnlySpan<(string Place, string Text)> values)
    {
        var template = Read(name);
        var text = new StringBuilder(template.Length * 2);
        var position = 0;
        while (template.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            text.Append(template, position, open - position).Append(Find(template[(open + 2)..close], values));
            position = close + 2;
        }

        return text.Append(template, position, template.Length - position).ToString();
    }

    private static string Find(string place, ReadOnlySpan<(string Place, string Text)> values)
    {
        foreach (var value in values)
        {
            if (value.Place == place)
                return value.Text;
        }

        throw new InvalidOperationException($"the template has a place {place} that nothing fills");
    }

    private static string Read(string name)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"there is no template {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
