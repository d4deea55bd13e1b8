using System.Text;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>A plan as options of <c>bwrap --args</c> (bwrap(1)): each ended by NUL, so that no path needs quoting.</summary>
public static class BwrapArguments
{
    /// <summary>The options' bytes.</summary>
    public static byte[] Render(NamespacePlan plan)
    {
        var text = new StringBuilder();
        Add(text, "--tmpfs", "/");
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case DirectoryStep directory:
                    Add(text, "--dir", directory.Path);
                    break;
                case SymlinkStep link:
                    Add(text, "--symlink", link.Target, link.Path);
                    break;
                case BindStep bind:
                    Add(text, Option(bind), bind.Source, bind.Path);
                    break;
            }
        }

        Add(text, "--remount-ro", "/");
        foreach (var capability in plan.DroppedCapabilities)
            Add(text, "--cap-drop", capability);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Option(BindStep bind)
    {
        var option = bind.Access switch
        {
            BindAccess.ReadOnly => "--ro-bind",
            BindAccess.Devices => "--dev-bind",
            _ => "--bind",
        };
        return bind.IsOptional ? option + "-try" : option;
    }

    private static void Add(StringBuilder text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            text.Append(word).Append('\0');
    }
}
