using System.IO;

namespace EdgeWarning.Common
{
    /// <summary>
    /// <see cref="IFlash"/> on the file system: littlefs below "I:\" on a board, a folder on the host. A file is opened
    /// and closed for each write, because littlefs makes bytes durable at close and copies on write until then.
    /// </summary>
    public sealed class FileFlash : IFlash
    {
        private readonly string _root;

        /// <summary>Files below <paramref name="root"/>, which is made when missing. A drive such as I:\ is always there, and a board must not fail over asking.</summary>
        public FileFlash(string root)
        {
            _root = root;
            if (!root.EndsWith(":\\") && !Directory.Exists(root))
            {
                Directory.CreateDirectory(root);
            }
        }

        /// <inheritdoc/>
        public int Length(string name)
        {
            string path = Path.Combine(_root, name);
            if (!Exists(path))
            {
                return -1;
            }

            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                return (int)file.Length;
            }
        }

        /// <inheritdoc/>
        public int Read(string name, int position, byte[] buffer, int offset, int count)
        {
            string path = Path.Combine(_root, name);
            if (!Exists(path))
            {
                return 0;
            }

            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                if (position >= file.Length)
                {
                    return 0;
                }

                file.Seek(position, SeekOrigin.Begin);
                int total = 0;
                while (total < count)
                {
                    int read = file.Read(buffer, offset + total, count - total);
                    if (read <= 0)
                    {
                        break;
                    }

                    total += read;
                }

                return total;
            }
        }

        /// <inheritdoc/>
        public void Write(string name, int position, byte[] buffer, int offset, int count)
        {
            Platform.BeforeFlashWrite();
            FileMode mode = position == 0 ? FileMode.Create : FileMode.OpenOrCreate;
            using (FileStream file = new FileStream(Path.Combine(_root, name), mode, FileAccess.ReadWrite))
            {
                if (position > file.Length)
                {
                    throw new IOException("cannot write " + name + " at " + position.ToString() + ": it has only " + file.Length.ToString() + " bytes");
                }

                if (position < file.Length)
                {
                    file.SetLength(position);   // only a torn tail: littlefs leaves none, other file systems may
                }

                file.Seek(position, SeekOrigin.Begin);
                file.Write(buffer, offset, count);
                file.Flush();
            }
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            Platform.BeforeFlashWrite();
            string path = Path.Combine(_root, name);
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }

        /// <inheritdoc/>
        public void Move(string name, string newName)
        {
            Delete(newName);    // littlefs could replace it in one step; nanoFramework's File.Move refuses to
            Platform.BeforeFlashWrite();
            File.Move(Path.Combine(_root, name), Path.Combine(_root, newName));
        }

        /// <inheritdoc/>
        public string[] Names()
        {
            string[] paths = Directory.GetFiles(_root);
            string[] names = new string[paths.Length];
            for (int i = 0; i < paths.Length; i++)
            {
                names[i] = Path.GetFileName(paths[i]);
            }

            return names;
        }

        // nanoFramework's File.Exists says "no" also when it had no memory to look: believed, that would begin the rain counter at 0. The second look throws that instead.
        private static bool Exists(string path)
        {
            if (File.Exists(path))
            {
                return true;
            }

            try
            {
                File.GetAttributes(path);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
