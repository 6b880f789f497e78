using System;
using System.IO;

namespace EdgeWarning.Common
{
    /// <summary>
    /// <see cref="IFlash"/> on the file system: littlefs below "I:\" on a board, a folder on the host. A file is opened
    /// and closed for each write, because littlefs makes bytes durable at close and copies on write until then.
    /// One thread at a time: two would find the file system's 2 KB of stack twice in a small heap, and flash does one thing at a time anyway.
    /// </summary>
    public sealed class FileFlash : IFlash
    {
        private const int UsualBuffer = 0;      // as the shorter constructors of FileStream say it; through them is one call deeper

        private readonly object _gate = new object();
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
            lock (_gate)
            {
                string path = Path.Combine(_root, name);
                if (!Exists(path))
                {
                    return -1;
                }

                using (FileStream file = Open(path, FileMode.Open, FileAccess.Read))
                {
                    return (int)file.Length;
                }
            }
        }

        /// <inheritdoc/>
        public int Read(string name, int position, byte[] buffer, int offset, int count)
        {
            lock (_gate)
            {
                string path = Path.Combine(_root, name);
                if (!Exists(path))
                {
                    return 0;
                }

                using (FileStream file = Open(path, FileMode.Open, FileAccess.Read))
                {
                    return position < file.Length ? Read(file, position, buffer, offset, count) : 0;
                }
            }
        }

        /// <inheritdoc/>
        public void Write(string name, int position, byte[] buffer, int offset, int count)
        {
            lock (_gate)
            {
                Platform.BeforeFlashWrite();
                FileMode mode = position == 0 ? FileMode.Create : FileMode.OpenOrCreate;
                using (FileStream file = Open(Path.Combine(_root, name), mode, FileAccess.ReadWrite))
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
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            lock (_gate)
            {
                Platform.BeforeFlashWrite();
                string path = Path.Combine(_root, name);
                if (File.Exists(path))
                {
                    File.Delete(path);
                }
            }
        }

        /// <inheritdoc/>
        public void Move(string name, string newName)
        {
            lock (_gate)
            {
                Delete(newName);    // littlefs could replace it in one step; nanoFramework's File.Move refuses to
                Platform.BeforeFlashWrite();
                File.Move(Path.Combine(_root, name), Path.Combine(_root, newName));
            }
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

        // Every file is closed here by "using". nanoFramework would finalize it all the same, so that what it takes is free only after the next collection but one.
        private static FileStream Open(string path, FileMode mode, FileAccess access)
        {
            FileStream file = new FileStream(path, mode, access, FileShare.Read, UsualBuffer);
            GC.SuppressFinalize(file);
            return file;
        }

        private static int Read(FileStream file, int position, byte[] buffer, int offset, int count)
        {
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
